import { createHash, timingSafeEqual } from 'node:crypto'
import { inject } from '@adonisjs/core'
import config from '@adonisjs/core/services/config'
import type { Secret } from '@adonisjs/core/helpers'
import type { HttpContext } from '@adonisjs/core/http'
import MarkBounces from '#actions/system/mark_bounces'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import { bouncesValidator } from '#validators/links'

/** Takes reports of bounced mails from a mail server or a provider. */
export default class BouncesController {
  @inject()
  async store({ client, request, response }: HttpContext, markBounces: MarkBounces) {
    refuseWithoutKey(request.header('authorization'))
    const { bounces } = await request.validateBody(bouncesValidator)
    await markBounces.handle({ bounces, client })
    response.noContent()
  }
}

function refuseWithoutKey(header: string | undefined) {
  const key = config.get<Secret<string> | undefined>('mail.bouncesKey')?.release()
  if (header === undefined) throw new UnauthenticatedException()
  if (key === undefined || !timingSafeEqual(digest(header), digest(`Bearer ${key}`))) {
    throw new InvalidTokenException('This is not the BOUNCES_KEY')
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
