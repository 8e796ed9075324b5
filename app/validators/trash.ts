import vine from '@vinejs/vine'

const onlyFalse = vine.createRule((value, _, field) => {
  if (value !== true) return
  field.report('{{ field }} takes only false. DELETE puts it into the trash.', 'false', field)
})

/** Only `false` is allowed: it takes a post or a comment out of the trash. */
export const takenBack = () => vine.boolean({ strict: true }).use(onlyFalse()).optional()

export const purge = () => vine.enum(['true', 'false'] as const).optional()
