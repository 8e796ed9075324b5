/** Where the server of the suites that have one listens: its host and port. */
export const listener = `${process.env.HOST}:${process.env.PORT}`

export const origin = `http://${listener}`
