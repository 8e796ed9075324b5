import type { Editor } from '#exceptions/problem'
import ProblemException from '#exceptions/problem_exception'

/** What stands now, where several write. */
export interface Present {
  editor: Editor | null
  savedAt: Date
}

/** `If-Match` names another revision than the present one. */
export default class PreconditionFailedException extends ProblemException {
  override readonly editor?: Editor | null
  override readonly saved_at?: string

  constructor(detail?: string, present?: Present) {
    super('precondition_failed', detail)
    this.editor = present?.editor
    this.saved_at = present?.savedAt.toISOString()
  }
}
