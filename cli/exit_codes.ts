/** Exit codes of every command, for scripts. */
export const exitCodes = {
  done: { code: 0, meaning: 'Done' },
  internal: { code: 1, meaning: 'Something went wrong in Plaza itself: again with --verbose' },
  usage: { code: 2, meaning: 'The command is not right: its line says what to write' },
  not_found: { code: 3, meaning: 'What it names is not there' },
  conflict: { code: 4, meaning: 'It is done already, or has changed meanwhile' },
  unconfirmed: { code: 5, meaning: 'Nobody confirmed it: answer yes, or give --yes' },
  forbidden: { code: 6, meaning: 'The acting account may not do that' },
  unavailable: {
    code: 7,
    meaning: 'Something that it needs is down: PostgreSQL, Redis, the server',
  },
  partial: { code: 8, meaning: 'Done in part: the same command again does the rest' },
  unverified: { code: 9, meaning: 'A check failed: what it found is in the output' },
  unwritten: { code: 10, meaning: 'Its output could not be written: a full disk, a closed output' },
  interrupted: { code: 130, meaning: 'Interrupted, by Ctrl-C' },
  unread: { code: 141, meaning: 'The program that read its output ended first' },
} as const

export type Outcome = keyof typeof exitCodes
