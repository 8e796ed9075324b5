import vine from '@vinejs/vine'
import { Messages, messages } from '#validators/messages'
import { ProblemReporter } from '#validators/problem_reporter'

vine.convertEmptyStringsToNull = false
vine.errorReporter = () => new ProblemReporter()
vine.messagesProvider = new Messages(messages)
