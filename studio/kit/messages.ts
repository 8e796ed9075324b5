import type { TranslationMessages } from 'react-admin'

/** Texts of one noun in each language. The German ones must have the names of the English ones. */
export interface Texts<T extends object> {
  en: T
  de: T
}

export const texts = <T extends object>(en: T, de: NoInfer<T>): Texts<T> => ({ en, de })

export type Language = keyof Texts<object>

export type Messages = TranslationMessages
