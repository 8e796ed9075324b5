import ConflictException from '#exceptions/conflict_exception'

export default class CommentTrashedException extends ConflictException {
  constructor() {
    super('The comment is in the trash. Bring it back with {"deleted": false} first.')
  }
}
