import type { Editor } from '#exceptions/problem'
import ProblemException from '#exceptions/problem_exception'

/** The present state, for several writers. */
export interface Present {
  editor: Editor | null
  savedAt: Date
}

export default class PreconditionFailedException extends ProblemException {
  override readonly editor?: Editor | null
  override readonly saved_at?: string

  constructor(detail?: string, present?: Present) {
    super('precondition_failed', detail)
    this.editor = present?.editor
    this.saved_at = present?.savedAt.toISOString()
  }
}
