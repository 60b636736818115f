package strict

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// plainWords says the parser's complaints in words a reader can act on.
var plainWords = []struct{ complaint, message, fix string }{
	{"mapping values are not allowed", "a ':' has no place here", "put the text in quotes, or check the indentation"},
	{"did not find expected key", "this does not fit what stands above", "check the indentation and the quotes"},
	{"could not find expected ':'", "a ':' is missing behind this key", "write 'key: value'"},
	{"did not find expected '-' indicator", "this does not fit the list above", "start the item with '- ', or check the indentation"},
	{"did not find expected ',' or ']'", "this list is not closed, or a ',' is missing in it", "close it with ']'"},
	{"did not find expected ',' or '}'", "this map is not closed, or a ',' is missing in it", "close it with '}'"},
	{"did not find expected node content", "a value is missing here", ""},
	{"found unexpected end of stream", "this quote is not closed", "close it"},
	{"found character that cannot start any token", "a value cannot start with this character", "put the text in quotes"},
	{"found unknown escape character", "this escape is unknown", `write \\ for a backslash, or use single quotes`},
	{"block sequence entries are not allowed", "a list cannot start here", "start it on a line of its own"},
	{"unknown anchor", "an alias is not used here", "write the value out"},
	{"did not find expected <document start>", "something follows the end of the document", "check the indentation and the brackets"},
	{"exceeded max depth", tooDeep, ""},
	{"found unexpected document indicator", "the document ends inside a quote", "close the quote"},
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// syntaxError gives the parser's complaint a place and plain words. The parser
// tells at best a line, and often that of the surrounding block; so the place is
// searched: the shortest piece of the file from which on nothing can be read.
func (s *source) syntaxError(err error) Error {
	complaint := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := yamlLine.FindStringSubmatch(complaint); m != nil {
		line, _ = strconv.Atoi(m[1])
		complaint = complaint[len(m[0]):]
	}
	line, column := s.search(line)
	if strings.Contains(complaint, "did not find expected ','") {
		line, column = s.openBracket(line, column)
	}
	for _, words := range plainWords {
		if strings.Contains(complaint, words.complaint) {
			return s.errorAt(line, column, 1, words.message, words.fix)
		}
	}
	return s.errorAt(line, column, 1, "this is not YAML: "+complaint, "")
}

// Limits that keep the search within a second.
const (
	searchSize   = 64 << 10 // bytes of a file worth a search
	searchWindow = 64       // lines, or runes, that something open may span
)

// search returns the place where the file stops being readable, or the start of
// the line the parser told when the file is too large to search.
func (s *source) search(told int) (line, column int) {
	if len(s.text) > searchSize {
		line = min(max(told, 1), len(s.lines))
		return line, indentOf(s.lines[line-1]) + 1
	}
	ends := lineEnds(s.text)
	line = turningPoint(len(ends), func(n int) bool { return readable(s.text[:ends[n-1]]) })
	start := 0
	if line > 1 {
		start = ends[line-2]
	}
	runes := runeEnds(s.text[start:ends[line-1]])
	column = turningPoint(len(runes), func(n int) bool { return readable(s.text[:start+runes[n-1]]) })
	return line, column
}

// openBracket returns the place of the innermost bracket that is not closed,
// looked for from the outermost on, or the place it was given when that is no
// bracket or all are closed.
func (s *source) openBracket(line, column int) (int, int) {
	text := s.rest(line, column)
	if !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "{") {
		return line, column
	}
	text = strings.Join(append([]string{text}, s.lines[line:]...), "\n")
	_, at := brackets(text)
	if at < 0 {
		return line, column
	}
	before := text[:at]
	if lastLine := strings.LastIndexByte(before, '\n'); lastLine >= 0 {
		return line + strings.Count(before, "\n"), utf8.RuneCountInString(before[lastLine+1:]) + 1
	}
	return line, column + utf8.RuneCountInString(before)
}

func readable(text []byte) bool {
	_, err := load(text)
	return err == nil
}

// turningPoint returns the n in 1..most with good(n-1) and none good from n on,
// given that good(most) is false; good(0) is taken for true. A piece that ends
// inside an open bracket is not good although a longer one is: that is looked
// for within a window, so the answer is exact unless something longer is open.
func turningPoint(most int, good func(n int) bool) int {
	low, high := 0, most
	for {
		bad := high
		for bad-low > 1 {
			if middle := (low + bad) / 2; good(middle) {
				low = middle
			} else {
				bad = middle
			}
		}
		later := bad + 1
		for later < min(bad+searchWindow, high) && !good(later) {
			later++
		}
		if later >= min(bad+searchWindow, high) {
			return bad
		}
		low = later
	}
}

// lineEnds returns the offset behind each line.
func lineEnds(text []byte) []int {
	var ends []int
	for i, b := range text {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	if len(ends) == 0 || ends[len(ends)-1] < len(text) {
		ends = append(ends, len(text))
	}
	return ends
}

// runeEnds returns the offset behind each rune.
func runeEnds(text []byte) []int {
	ends := make([]int, 0, len(text))
	for i, r := range string(text) {
		ends = append(ends, i+utf8.RuneLen(r))
	}
	return ends
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
