import env from '#start/env'
import { defineConfig } from '@adonisjs/core/bodyparser'

const limit = env.get('BODY_LIMIT')

/** Bodies stay as sent: validators trim, and an empty string is not null. */
const asSent = { limit, convertEmptyStringsToNull: false, trimWhitespaces: false }

const bodyParserConfig = defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  json: { ...asSent, types: ['application/json', 'application/*+json'], strict: true },
  form: { ...asSent, types: ['application/x-www-form-urlencoded'] },
  raw: { types: [] },
  multipart: { types: [] },
})

export default bodyParserConfig
