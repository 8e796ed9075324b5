/** Exit codes of every command, for scripts. */
export const exitCodes = {
  done: { code: 0, meaning: 'Done' },
  internal: { code: 1, meaning: 'Unexpected error: run it again with --verbose' },
  usage: { code: 2, meaning: 'The command line is wrong: the message says what to write' },
  not_found: { code: 3, meaning: 'The thing that it names does not exist' },
  conflict: { code: 4, meaning: 'Already done, or changed meanwhile' },
  unconfirmed: { code: 5, meaning: 'Not confirmed: answer yes, or give --yes' },
  forbidden: { code: 6, meaning: 'The acting account may not do that' },
  unavailable: {
    code: 7,
    meaning: 'A service that it needs is down: PostgreSQL, Redis or the server',
  },
  partial: { code: 8, meaning: 'Partly done: run the same command again for the rest' },
  unverified: { code: 9, meaning: 'A check failed: the output says which' },
  unwritten: {
    code: 10,
    meaning: 'The output could not be written: a full disk, or a closed output',
  },
  interrupted: { code: 130, meaning: 'Interrupted by Ctrl-C' },
  unread: { code: 141, meaning: 'The program that read the output ended first' },
} as const

export type Outcome = keyof typeof exitCodes
