import ProblemException from '#exceptions/problem_exception'

export default class VotesClosedException extends ProblemException {
  constructor() {
    super('votes_closed')
  }
}
