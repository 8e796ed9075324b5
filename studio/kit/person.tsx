import { useTranslate } from 'react-admin'

interface Props {
  of: { id: number; username: string | null } | null
}

/** A user by name. */
export const Person = ({ of }: Props) => {
  const translate = useTranslate()
  if (of === null) return <>{translate('plaza.erased')}</>
  return <bdi>{of.username === null ? translate('plaza.erased') : `@${of.username}`}</bdi>
}
