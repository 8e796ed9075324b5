import type { Server } from 'node:http'

/** Serves on the port in `PORT`, and ends with its parent process. */
export function listen(server: Server) {
  // Responses state it, so it equals Plaza's.
  server.keepAliveTimeout = 65_000
  server.listen(Number(process.env.PORT), '127.0.0.1')
  process.once('disconnect', () => process.exit())
  process.once('SIGTERM', () => process.exit())
}
