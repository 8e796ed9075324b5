import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import AnswerChallenge from '#actions/sessions/answer_challenge'
import { answerChallenge } from '#controllers/log_in'
import { signedIn } from '#controllers/signed_in'

export default class SecondFactorsController {
  @inject()
  async store(ctx: HttpContext, answer: AnswerChallenge) {
    const { session: lifetime } = ctx.auth.use('jwt').lifetimes
    return signedIn(ctx, await answerChallenge(ctx, answer, lifetime))
  }
}
