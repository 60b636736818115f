package strict

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDepthIsLimited(t *testing.T) {
	nested := func(n int) []byte {
		return []byte(strings.Repeat("[", n) + strings.Repeat("]", n))
	}
	if _, err := Parse("f.yaml", nested(maxDepth)); err != nil {
		t.Error(err)
	}
	for _, n := range []int{maxDepth + 1, 9_000, 100_000, 1_000_000} {
		_, err := Parse("f.yaml", nested(n))
		var all Errors
		if !errors.As(err, &all) || !strings.HasPrefix(all[0].Message, "more than 64 lists") {
			t.Errorf("%d: %.200v", n, err)
		}
	}
}

func TestSizeIsLimited(t *testing.T) {
	_, err := Parse("f.yaml", []byte(strings.Repeat("#", maxSize+1)))
	checkText(t, err, "f.yaml:1:1: error: the file has 4194305 bytes, at most 4194304 are read")
	if _, err := Parse("f.yaml", []byte("a: "+strings.Repeat("x", maxSize-3))); err != nil {
		t.Errorf("%.200v", err)
	}
}

func TestBombsAreRefusedShortly(t *testing.T) {
	for _, piece := range []string{"[", "- ", "? ", "{", "[],", "\"", "!a ", "{a: b,", "a: [1,\n2]\n", "a: &a a\n", "a: |\n", "\t", "\x01\n", "a:1 "} {
		for _, size := range []int{60 << 10, 1 << 20} {
			var into map[string]string
			err := Decode("f.yaml", []byte(strings.Repeat(piece, size/len(piece))), &into)
			if err == nil {
				t.Errorf("%q passed", piece)
				continue
			}
			if n := len(err.Error()); n > 100_000 {
				t.Errorf("%q: %d bytes of errors", piece, n)
			}
		}
	}
}

func TestManyProblemsAreCut(t *testing.T) {
	var src strings.Builder
	for i := range 3 * maxErrors {
		fmt.Fprintf(&src, "k%d: 1\n", i)
	}
	err := Decode("f.yaml", []byte(src.String()), &struct{ Word string }{})
	var all Errors
	if !errors.As(err, &all) || len(all) != maxErrors+1 || all[maxErrors].Message != "more than 100 problems; the rest is not shown" {
		t.Errorf("%d problems", len(all))
	}
}

func TestLongLinesAreCut(t *testing.T) {
	src := "{" + strings.Repeat("word: 1, ", 1) + "other: '" + strings.Repeat("x", 500) + "', wrd: 1, last: '" + strings.Repeat("y", 500) + "'}"
	err := Decode("f.yaml", []byte(src), &struct{ Word, Other, Last string }{})
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 || utf8.RuneCountInString(lines[2]) > 240 {
		t.Fatalf("%s", err)
	}
	at := strings.Index(lines[3], "^^^")
	if got := string([]rune(lines[2])[at : at+3]); got != "wrd" {
		t.Errorf("the underline is at %q\n%s", got, err)
	}
}

func TestWarningAndPlaceless(t *testing.T) {
	for _, c := range []struct {
		e    Error
		want string
	}{
		{Error{File: "a.yaml", Line: 22, Column: 5, Message: "this 'await' can never fail", Warning: true}, "a.yaml:22:5: warning: this 'await' can never fail"},
		{Error{File: "a.yaml", Message: "cannot be opened"}, "a.yaml: error: cannot be opened"},
	} {
		if got := c.e.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"lift-nozzle", "hang-nozzle", "insert-card", "await", "await-volume", "id"}
	for word, want := range map[string]string{
		"lift-nole": "lift-nozzle", "lift_nozzle": "lift-nozzle", "LiftNozzle": "lift-nozzle", "awiat": "await", "awaitvolume": "await-volume",
		"di": "id", "ID": "id", "squeeze": "", "": "", "xx": "", strings.Repeat("a", 1<<16): "",
	} {
		if got := Suggest(word, known); got != want {
			t.Errorf("%.20s: %q, want %q", word, got, want)
		}
	}
}
