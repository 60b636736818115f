package cli

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// object prints one JSON object on standard output, in one line.
func (p *program) object(v any) error {
	enc := json.NewEncoder(p.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}

// grouped prints 41208 as 41,208.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// table prints rows in columns as wide as their widest word; the last column is not padded.
func (p *program) table(rows [][]string) {
	widths := columnWidths(rows)
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if i > 0 {
				b.WriteString("  ")
			}
			fmt.Fprintf(&b, "%-*s", widths[i], cell)
		}
		p.print("%s\n", strings.TrimRight(b.String(), " "))
	}
}

// columnWidths returns how many signs the widest word of each column has.
func columnWidths(rows [][]string) (widths []int) {
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	return widths
}

// shellWord quotes a word for a command that repeats something.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("._/-:@+,=", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// uncoloured is an error's text without the colours that a library has put into it.
func uncoloured(err error) string { return colours.ReplaceAllString(err.Error(), "") }
