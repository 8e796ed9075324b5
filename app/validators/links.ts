import vine from '@vinejs/vine'
import { linkedPages } from '#mail/links'
import { email, password } from '#validators/users'

/** The token of a link in a mail. */
const token = () => vine.string().maxLength(100)

export const accountPageValidator = vine.create({
  page: vine.enum(linkedPages).meta({ description: 'What its link does.' }),
})

/** Who gets a mail. */
export const mailToValidator = vine.create({ email: email() })

export const confirmEmailValidator = vine.create({ token: token() })

export const confirmPasswordResetValidator = vine.create({
  token: token(),
  new_password: password(),
})
