// sharp as its documentation advises for many images: one thread in libvips for each, several in flight.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [inputs, outputs, width, height, workers, modules] = process.argv.slice(2);
const sharp = createRequire(path.join(modules, 'index.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);
const files = readdirSync(inputs);
let next = 0;
const began = process.hrtime.bigint();
await Promise.all(Array.from({ length: Number(workers) }, async () => {
    while (next < files.length) {
        const file = files[next++];
        await sharp(path.join(inputs, file))
            .rotate()
            .resize({ width: Number(width), height: Number(height), fit: 'inside', withoutEnlargement: true })
            .jpeg({ quality: 85 })
            .toFile(path.join(outputs, file));
    }
}));
console.log(Number(process.hrtime.bigint() - began) / 1e9);
