import type { Editor } from '#exceptions/problem'
import ProblemException from '#exceptions/problem_exception'

export default class BeingEditedException extends ProblemException {
  constructor(override readonly editor: Editor) {
    const name = editor.display_name ?? editor.username ?? 'Another user'
    super(
      'being_edited',
      `${name} has the working copy open. Send {"take_over": true} to take over.`
    )
  }
}
