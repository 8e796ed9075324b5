import NotFoundException from '#exceptions/not_found_exception'

export function nullIfMissing(error: unknown): null {
  if (error instanceof NotFoundException) return null
  throw error
}
