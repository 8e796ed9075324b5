import { borrowServices, startTestServices } from '../../bin/services.js'

// A program for services.spec.ts: uses the private servers until it is told to stop.
await (process.argv[2] === 'test' ? startTestServices() : borrowServices())
const { DATABASE_URL, REDIS_URL } = process.env
console.log(`ready ${JSON.stringify({ DATABASE_URL, REDIS_URL })}`)
setInterval(() => {}, 1000)
