import { required, TextInput } from 'react-admin'

interface Props {
  source?: 'code' | 'recovery_code'
  /** Whether typing begins here. */
  hasFocus?: boolean
}

/** A code of an authenticator app, or a recovery code. */
export const CodeInput = ({ source = 'code', hasFocus = true }: Props) => {
  const isRecovery = source === 'recovery_code'
  return (
    <TextInput
      source={source}
      label={`plaza.${source}`}
      validate={required()}
      autoComplete={isRecovery ? 'off' : 'one-time-code'}
      autoCapitalize="none"
      slotProps={{ htmlInput: { inputMode: isRecovery ? 'text' : 'numeric', spellCheck: false } }}
      autoFocus={hasFocus}
      fullWidth
    />
  )
}
