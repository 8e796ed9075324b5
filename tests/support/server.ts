/** Where the server of the suites that have one listens. */
export const origin = `http://${process.env.HOST}:${process.env.PORT}`
