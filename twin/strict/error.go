package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Error is one problem in a file.
type Error struct {
	File    string
	Line    int    // from 1; 0 when the problem has no place
	Column  int    // from 1, in runes
	Length  int    // runes to underline, at least 1
	Message string // what is wrong
	Fix     string // the way out, as printed behind the underline; may be empty
	Source  string // the text of the line, without its end
	Warning bool   // true when the file can be used all the same
}

// Error is Format.
func (e Error) Error() string { return e.Format() }

// Format returns the problem in lint form, without a newline at its end:
//
//	site.yaml:14:5: error: there is no key 'lift-nole'
//	   |
//	14 |   - lift-nole: { nozzle: 2 }
//	   |     ^^^^^^^^^ did you mean 'lift-nozzle'?
//
// A long line is cut around the underline, and characters that would upset a
// terminal are replaced.
func (e Error) Format() string {
	e.Message, e.Fix = string(printable([]rune(e.Message))), string(printable([]rune(e.Fix)))
	severity := "error"
	if e.Warning {
		severity = "warning"
	}
	if e.Line == 0 {
		return strings.TrimSuffix(fmt.Sprintf("%s: %s: %s: %s", e.File, severity, e.Message, e.Fix), ": ")
	}
	head := fmt.Sprintf("%s:%d:%d: %s: %s", e.File, e.Line, e.Column, severity, e.Message)
	if e.Source == "" {
		return strings.TrimSuffix(head+": "+e.Fix, ": ")
	}
	before, marked, after := cutAround([]rune(e.Source), e.Column-1, max(e.Length, 1))
	number := strconv.Itoa(e.Line)
	margin := strings.Repeat(" ", len(number)) + " |"
	underline := blank(before) + strings.Repeat("^", max(len(marked), 1))
	text := number + " | " + string(before) + string(marked) + string(after)
	return head + "\n" + margin + "\n" + strings.TrimRight(text, " \t") + "\n" +
		strings.TrimRight(margin+" "+underline+" "+e.Fix, " ")
}

// Most runes shown before, in and behind the underlined text.
const (
	mostBefore = 80
	mostMarked = 80
	mostAfter  = 60
)

// cutAround returns the printable neighbourhood of length runes from at.
func cutAround(line []rune, at, length int) (before, marked, after []rune) {
	at = min(max(at, 0), len(line))
	end := at + min(length, len(line)-at)
	before, marked, after = line[:at], line[at:end], line[end:]
	if len(before) > mostBefore {
		before = append([]rune{'…'}, before[len(before)-mostBefore:]...)
	}
	if len(marked) > mostMarked {
		after = nil
		marked = append(slices.Clone(marked[:mostMarked]), '…')
	}
	if len(after) > mostAfter {
		after = append(slices.Clone(after[:mostAfter]), '…')
	}
	return printable(before), printable(marked), printable(after)
}

func printable(runes []rune) []rune {
	shown := slices.Clone(runes)
	for i, r := range shown {
		if r != '\t' && !unicode.IsPrint(r) {
			shown[i] = unicode.ReplacementChar
		}
	}
	return shown
}

// blank returns white space as wide as runes: a tab stays a tab, so that the
// underline meets its text whatever the terminal's tab stops are.
func blank(runes []rune) string {
	space := make([]rune, len(runes))
	for i, r := range runes {
		space[i] = ' '
		if r == '\t' {
			space[i] = '\t'
		}
	}
	return string(space)
}

// Errors is all the problems of a file, in the order of their places. As an
// error it is never empty.
type Errors []Error

// Error returns all problems in lint form, one after the other.
func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i := range e {
		texts[i] = e[i].Format()
	}
	return strings.Join(texts, "\n")
}

// maxErrors is how many problems of one file are reported; a reader mends the
// first ones and asks again.
const maxErrors = 100

// sorted returns the problems by place, at most maxErrors of them, or nil.
func (e Errors) sorted() error {
	if len(e) == 0 {
		return nil
	}
	e = slices.Clone(e)
	slices.SortStableFunc(e, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(e) > maxErrors {
		e = e[:maxErrors+1]
		e[maxErrors].Message = fmt.Sprintf("more than %d problems; the rest is not shown", maxErrors)
		e[maxErrors].Fix = ""
	}
	return e
}

// quote puts text of the file into a message: in single quotes, in one line, not
// too long.
func quote(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) > most {
		runes = append(runes[:most:most], '…')
	}
	var b strings.Builder
	for _, r := range runes {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
	}
	return "'" + b.String() + "'"
}

func didYouMean(word string) string {
	if word == "" {
		return ""
	}
	return "did you mean " + quote(word) + "?"
}
