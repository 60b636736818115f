package strict

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// maxSize is the most bytes a file may have.
const maxSize = 4 << 20

// source is a file's text in lines.
type source struct {
	name  string
	text  []byte   // without a byte order mark
	lines []string // without their ends; at least one
}

func newSource(name string, src []byte) *source {
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	if len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return &source{name: name, text: text, lines: lines}
}

// errorAt makes an Error, its place moved into the file if it is outside.
func (s *source) errorAt(line, column, length int, message, fix string) Error {
	line = min(max(line, 1), len(s.lines))
	text := s.lines[line-1]
	runes := utf8.RuneCountInString(text)
	column = min(max(column, 1), runes+1)
	length = max(min(length, runes+1-column), 1)
	return Error{
		File: s.name, Line: line, Column: column, Length: length,
		Message: message, Fix: fix, Source: text,
	}
}

// rest returns the text of a line from a column on, "" when it is outside.
func (s *source) rest(line, column int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	text := s.lines[line-1]
	for i := range text {
		if column == 1 {
			return text[i:]
		}
		column--
	}
	return ""
}

// precheck refuses what must not reach the YAML parser, which answers it without
// a place or not at all.
func (s *source) precheck() Errors {
	if len(s.text) > maxSize {
		return Errors{{File: s.name, Line: 1, Column: 1, Length: 1,
			Message: fmt.Sprintf("the file has %d bytes, at most %d are read", len(s.text), maxSize)}}
	}
	var errs Errors
	for i, line := range s.lines {
		column := 0
		indent := true
		for at, r := range line {
			column++
			if r == utf8.RuneError && !strings.HasPrefix(line[at:], "\ufffd") {
				message := fmt.Sprintf("the byte 0x%02x is not UTF-8 text", line[at])
				return append(errs, s.errorAt(i+1, column, 1, message, "save the file as UTF-8"))
			}
			if refusedRune(r) {
				message := fmt.Sprintf("the control character U+%04X", r)
				errs = append(errs, s.errorAt(i+1, column, 1, message, "take it out"))
				break
			}
			if indent && r == '\t' {
				errs = append(errs, s.errorAt(i+1, column, tabs(line[at:]), "a tab cannot indent", "indent with spaces"))
				break
			}
			indent = indent && r == ' '
		}
		if len(errs) > maxErrors {
			return errs
		}
	}
	return errs
}

func tabs(text string) int { return len(text) - len(strings.TrimLeft(text, "\t")) }

// refusedRune reports what YAML forbids, and the line ends of other systems,
// which YAML would count as lines and an editor would not.
func refusedRune(r rune) bool {
	switch {
	case r == '\t':
		return false
	case r < ' ', 0x7f <= r && r < 0xa0:
		return true
	}
	return r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// span returns how many runes of its first line a node takes.
func (s *source) span(n *yaml.Node) int {
	rest := s.rest(n.Line, n.Column)
	whole := utf8.RuneCountInString(strings.TrimRight(rest, " "))
	switch {
	case rest == "":
		return 1
	case strings.ContainsRune("&*!", rune(rest[0])):
		return utf8.RuneCountInString(firstWord(rest))
	case n.Kind != yaml.ScalarNode && (rest[0] == '[' || rest[0] == '{'):
		return bracketSpan(rest)
	case n.Kind == yaml.MappingNode && len(n.Content) > 0 && n.Content[0].Kind == yaml.ScalarNode && n.Content[0].Line == n.Line:
		return s.span(n.Content[0])
	case n.Kind == yaml.MappingNode:
		return 1
	case n.Kind == yaml.SequenceNode, n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 1
	case rest[0] == '"' || rest[0] == '\'':
		return min(utf8.RuneCountInString(quotedText(rest)), whole)
	case n.Value != "" && strings.HasPrefix(rest, n.Value):
		return utf8.RuneCountInString(n.Value)
	case n.Value == "":
		return 1
	}
	return whole
}

func firstWord(text string) string {
	if end := strings.IndexAny(text, " ,]}\t"); end > 0 {
		return text[:end]
	}
	return text
}
