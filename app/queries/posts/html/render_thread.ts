import { parentPort } from 'node:worker_threads'
import { htmlOf, type Source } from '#domain/markdown/html'

/** The thread of `renderer.ts`. */
parentPort!.on('message', (source: Source) => parentPort!.postMessage(htmlOf(source)))
parentPort!.postMessage('ready')
