import vine from '@vinejs/vine'
import { mail } from '#resources/mail'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'

const examples = ['7d5f3c2e-9d0b-4c51-8a9e-3f0a6f1f6c11']

export const mailInUrlValidator = vine.create({
  id: vine.string().uuid().toLowerCase().meta({ description: 'The id of a mail.', examples }),
})

export const listMailsValidator = listValidator(mail, 'Mail')

export const showMailValidator = askedMembersOf(mail.views.Mail)
