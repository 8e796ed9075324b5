import ConflictException from '#exceptions/conflict_exception'

export default class PostTrashedException extends ConflictException {
  constructor() {
    super('The post is in the trash. Bring it back with {"deleted": false} first.')
  }
}
