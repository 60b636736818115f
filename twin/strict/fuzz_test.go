package strict

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode checks that no input panics and that every problem has a place
// inside the file and prints without characters that upset a terminal.
func FuzzDecode(f *testing.F) {
	for _, c := range refusals {
		f.Add([]byte(c.src))
	}
	for _, c := range syntaxErrors {
		f.Add([]byte(c.src))
	}
	f.Add([]byte("[?\n\n[?0\nd\n0\nd\n\n\n\n\n\n]]")) // a map in brackets that has none itself
	f.Fuzz(func(t *testing.T, src []byte) {
		checkProblems(t, src, Decode("f.yaml", src, &sale{}))
		checkProblems(t, src, Decode("f.yaml", src, &[]step{}))
	})
}

func checkProblems(t *testing.T, src []byte, err error) {
	if err == nil {
		return
	}
	var all Errors
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("%T: %v", err, err)
	}
	lines := newSource("", src).lines
	for _, e := range all {
		if e.Line < 1 || e.Line > len(lines) || e.Source != lines[e.Line-1] {
			t.Fatalf("line %d of %d: %s", e.Line, len(lines), e.Message)
		}
		runes := utf8.RuneCountInString(e.Source)
		if e.Column < 1 || e.Column > runes+1 || e.Length < 1 || e.Length > max(runes+1-e.Column, 1) {
			t.Fatalf("column %d, length %d, of %d: %s", e.Column, e.Length, runes, e.Message)
		}
		if text := e.Format(); e.Message == "" || !utf8.ValidString(text) || strings.ContainsAny(text, "\x1b\x00\x7f\r") {
			t.Fatalf("%q", text)
		}
	}
}
