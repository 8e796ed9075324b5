/** The host and the port of the server for the suites that have one. */
export const listener = `${process.env.HOST}:${process.env.PORT}`

export const origin = `http://${listener}`
