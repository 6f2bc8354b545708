// @napi-rs/image: Rust codecs behind a Node.js interface; it works on the threads of libuv's pool.
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, inputs, outputs, format, extension, width, height, workers] = process.argv.slice(2);
const { Transformer } = createRequire(path.join(modules, 'index.js'))('@napi-rs/image');
const files = readdirSync(inputs);
let next = 0;
await Promise.all(Array.from({ length: Number(workers) }, async () => {
    while (next < files.length) {
        const file = files[next++];
        const image = new Transformer(await readFile(path.join(inputs, file)));
        const { width: across, height: down, orientation } = await image.metadata();
        const turned = (orientation ?? 1) >= 5;
        const scale = Math.min(1, width / (turned ? down : across), height / (turned ? across : down));
        image.rotate().resize(Math.round((turned ? down : across) * scale), Math.round((turned ? across : down) * scale));
        await writeFile(path.join(outputs, path.parse(file).name + extension), await image[format](format === 'png' ? {} : format === 'avif' || format === 'webp' ? { quality: 85 } : 85));
    }
}));
