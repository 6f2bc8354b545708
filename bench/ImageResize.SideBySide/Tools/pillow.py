# Pillow with a pool of processes: thumbnail() reduces while it decodes (draft mode).
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from PIL import Image, ImageOps


def one(job):
    source, target, width, height = job
    with Image.open(source) as image:
        image.thumbnail((width, height), Image.LANCZOS)
        ImageOps.exif_transpose(image).save(target, quality=85, optimize=True)


if __name__ == "__main__":
    inputs, outputs, width, height, workers = sys.argv[1:6]
    jobs = [(os.path.join(inputs, name), os.path.join(outputs, name), int(width), int(height)) for name in os.listdir(inputs)]
    began = time.perf_counter()
    with ProcessPoolExecutor(int(workers)) as pool:
        list(pool.map(one, jobs))
    print(time.perf_counter() - began)
