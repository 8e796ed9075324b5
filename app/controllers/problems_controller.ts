import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import { problems, type ProblemCode } from '#exceptions/problems'

export default class ProblemsController {
  show({ params, response }: HttpContext) {
    const code: string = params.code
    if (!Object.hasOwn(problems, code)) throw new NotFoundException('problem')

    const { status, title, explanation } = problems[code as ProblemCode]
    response.header('Content-Type', 'text/markdown; charset=utf-8')
    return `# ${title}\n\n\`${code}\`, status ${status}\n\n${explanation}\n`
  }
}
