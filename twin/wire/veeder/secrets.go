package veeder

import (
	"bytes"

	"github.com/forecourt/forecourt/twin/wire"
)

// Secrets finds security codes: before a function code, in the data of 504, and in the answer to 504. Bytes without
// their SOH cannot be told.
func (dialect) Secrets(b []byte) []wire.Span {
	var spans []wire.Span
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], soh)
		if i < 0 {
			return spans
		}
		at += i + 1
		end := len(b)
		if next := bytes.IndexByte(b[at:], soh); next >= 0 {
			end = at + next
		}
		spans = append(spans, secretsOf(b, at, end)...)
	}
}

// secretsOf looks at one command or reply, without its SOH.
func secretsOf(b []byte, from, to int) (spans []wire.Span) {
	s := b[from:to]
	if len(s) > 0 && len(s) <= codeLen && !isAlpha(s[0]) && s[0] != cr && !isShort(s) {
		return []wire.Span{{From: from, To: to}} // cut off inside a code
	}
	if len(s) > codeLen && !isLetter(s[0]) && s[0] != cr && (isLetter(s[codeLen]) || isShort(s[codeLen:])) ||
		len(s) >= codeLen+funcLen && isCode(s[codeLen:codeLen+funcLen]) && !isReply(s) {
		spans = append(spans, wire.Span{From: from, To: from + codeLen})
		from, s = from+codeLen, s[codeLen:]
	}
	for len(s) > 0 && (s[0] == cr || s[0] == lf) { // the display format
		from, s = from+1, s[1:]
	}
	if len(s) < funcLen || !isCode(s[:funcLen]) || string(bytes.ToUpper(s[1:4])) != SecuritySetup.String() {
		return spans
	}
	if from += funcLen; from < to { // all that follows may hold the code: cheap, and never too little
		spans = append(spans, wire.Span{From: from, To: to})
	}
	return spans
}

func isCode(s []byte) bool { _, ok := parseCode(string(s)); return ok }

func isShort(s []byte) bool { return bytes.HasPrefix(s, []byte("200")) }

// isReply says that what follows a function code is a date, so that it is no code behind a security code.
func isReply(s []byte) bool { return isCode(s[:funcLen]) }
