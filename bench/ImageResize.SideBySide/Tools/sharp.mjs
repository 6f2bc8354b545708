// sharp as its documentation advises for many images: one thread in libvips for each, several in flight. Metadata is kept, and
// the encoders work at the effort that the module asks of them.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, inputs, outputs, format, extension, width, height, workers] = process.argv.slice(2);
const sharp = createRequire(path.join(modules, 'index.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);
const settings = {
    jpeg: { quality: 85 },
    png: {},
    webp: { quality: 85 },
    tiff: { compression: 'lzw', predictor: 'horizontal' },
    gif: { effort: 4 },
    avif: { quality: 85, effort: 3 },
};
const files = readdirSync(inputs);
let next = 0;
await Promise.all(Array.from({ length: Number(workers) }, async () => {
    while (next < files.length) {
        const file = files[next++];
        await sharp(path.join(inputs, file), { animated: format === 'gif' })
            .rotate()
            .resize({ width: Number(width), height: Number(height), fit: 'inside', withoutEnlargement: true })
            .keepMetadata()
            .toFormat(format, settings[format])
            .toFile(path.join(outputs, path.parse(file).name + extension));
    }
}));
