import vine from '@vinejs/vine'
import { media } from '#resources/media'
import { fileNameShape } from '#media/names'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'
import { line, text } from '#validators/rules'

const part = () => vine.number({ strict: true }).range([0, 1])

/** For the document: the body is read as a stream. */
export const uploadMediaValidator = vine.create({
  file: vine.any().meta({ type: 'string', format: 'binary', description: 'The file.' }),
})

export const updateMediaValidator = vine.create({
  alt: line(1000).nullable().optional(),
  caption: text(1000).nullable().optional(),
  focal_point: vine.object({ x: part(), y: part() }).optional(),
})

export const fileNameValidator = vine.create({ name: vine.string().regex(fileNameShape) })

export const showFileValidator = vine.create({
  key: vine
    .string()
    .maxLength(100)
    .optional()
    .meta({ description: 'Opens it for those who have a preview of a post that uses it.' }),
})

export const deleteMediaValidator = vine.create({
  force: vine
    .enum(['true'] as const)
    .optional()
    .meta({ description: 'Also if something uses it.' }),
})

export const showMediaValidator = askedMembersOf(media.views.Media)
export const showStaffMediaValidator = askedMembersOf(media.views.StaffMedia)
export const listOwnMediaValidator = listValidator(media, 'OwnMedia')
export const listMediaValidator = listValidator(media, 'StaffMedia')
