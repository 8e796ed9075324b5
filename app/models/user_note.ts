import { UserNoteSchema } from '#database/schema'

export default class UserNote extends UserNoteSchema {}
