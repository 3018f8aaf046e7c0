const STARS = '***'
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@"]*@/gi
/** ioredis and unix addresses carry it as a parameter. */
const PASSWORD_PARAMETER = /([?&]password=)[^\s&"]*/gi

/** @returns the text with the passwords of all addresses in it starred out */
export function withoutPasswords(text: string): string {
  return text.replace(URL_PASSWORD, `$1:${STARS}@`).replace(PASSWORD_PARAMETER, `$1${STARS}`)
}
