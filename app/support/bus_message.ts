/** A message on the bus between workers. One without cache subjects is a heartbeat. */
export interface BusMessage {
  sender: string
  subjects: string[]
}

/** PostgreSQL takes 8000 bytes a notification, and the longest message stays below that. */
const MAX_SUBJECTS = 100
const MAX_SUBJECT_LENGTH = 64
const MAX_MESSAGE_LENGTH = 100 + MAX_SUBJECTS * (MAX_SUBJECT_LENGTH + 3)

/** A subject is plain ASCII, such as `post:42`: damaged UTF-8 can't pass for another one. */
const subjectPattern = new RegExp(`^[\\x21\\x23-\\x5b\\x5d-\\x7e ]{1,${MAX_SUBJECT_LENGTH}}$`)

/** @throws TypeError for a subject that {@link readBusMessage} would refuse */
export function checkSubjects(subjects: readonly string[]): void {
  const wrong = subjects.find((subject) => !subjectPattern.test(subject))
  if (wrong === undefined) return
  const form = `1 to ${MAX_SUBJECT_LENGTH} printable ASCII characters, no quote and no backslash`
  throw new TypeError(`The cache subject "${wrong}" must have ${form}`)
}

/** Spreads subjects over as many messages as they need, at least one. */
export function writeBusMessages({ sender, subjects }: BusMessage): string[] {
  const messages = []
  for (let start = 0; start === 0 || start < subjects.length; start += MAX_SUBJECTS) {
    const part: BusMessage = { sender, subjects: subjects.slice(start, start + MAX_SUBJECTS) }
    messages.push(JSON.stringify(part))
  }
  return messages
}

/**
 * Reads a text from the bus; null when {@link writeBusMessages} did not write it. Anybody who reaches
 * the bus may have sent it, so it never throws.
 */
export function readBusMessage(text: string): BusMessage | null {
  if (text.length > MAX_MESSAGE_LENGTH) return null
  try {
    const message: unknown = JSON.parse(text)
    return isBusMessage(message) ? message : null
  } catch {
    return null
  }
}

function isBusMessage(value: unknown): value is BusMessage {
  if (typeof value !== 'object' || value === null) return false
  const { sender, subjects } = value as Partial<BusMessage>
  return typeof sender === 'string' && isSubjects(subjects)
}

const isSubjects = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length <= MAX_SUBJECTS &&
  value.every((subject) => typeof subject === 'string' && subjectPattern.test(subject))
