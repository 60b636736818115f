package strict

import (
	"strings"
	"unicode/utf8"
)

// quotedText returns the quoted text at the start of text with its quotes, or all
// of text when the quote is not closed.
func quotedText(text string) string {
	mark := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && mark == '"':
			i++
		case text[i] == mark && mark == '\'' && strings.HasPrefix(text[i+1:], "'"):
			i++
		case text[i] == mark:
			return text[:i+1]
		}
	}
	return text
}

// brackets walks over text that starts with an opening bracket. closedAt is the
// offset behind the bracket that closes it, or -1; openAt is then the offset of
// the innermost bracket left open, or closed by one of the other kind.
func brackets(text string) (closedAt, openAt int) {
	var open []int
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			innermost := open[len(open)-1]
			if text[innermost] != c-2 { // in ASCII a bracket closes the one two before it
				return -1, innermost
			}
			if open = open[:len(open)-1]; len(open) == 0 {
				return i + 1, -1
			}
		case '"', '\'':
			if strings.IndexByte("[{, :\n", text[i-1]) >= 0 {
				i += len(quotedText(text[i:])) - 1
			}
		case '#':
			if text[i-1] == ' ' || text[i-1] == '\n' {
				i += len(firstLine(text[i:])) - 1
			}
		}
	}
	return -1, open[len(open)-1]
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// bracketSpan returns how many runes of its first line a bracketed list or map
// takes.
func bracketSpan(text string) int {
	line := firstLine(text)
	if end, _ := brackets(line); end > 0 {
		line = line[:end]
	}
	return utf8.RuneCountInString(strings.TrimRight(line, " \r"))
}
