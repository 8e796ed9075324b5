import { listDeletions } from '#queries/deletions'

export default class DeletionsController {
  index() {
    return listDeletions()
  }
}
