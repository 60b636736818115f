package frame

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Entry is one frame of a transcript.
type Entry struct {
	FromController bool
	At             time.Duration // since the transcript began
	Bytes          []byte
	Note           string
}

// String writes the entry as a transcript's line.
func (e Entry) String() string {
	side := "<"
	if e.FromController {
		side = ">"
	}
	s := fmt.Sprintf("%s %-8s % X", side, e.At, e.Bytes)
	if e.Note != "" {
		s += "  # " + e.Note
	}
	return s
}

// LoadTranscript reads a .wire file.
func LoadTranscript(path string) ([]Entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ParseTranscript(path, f)
}

// ParseTranscript reads lines of direction, instant, bytes and an optional note:
//
//	> 0s     50 20 FA   # a poll
//	< 5.5ms  50 70 FA
//
// '>' is from the controller, '<' from the device. Empty lines, and lines that begin with '#', are skipped; instants
// must not go back. Errors begin with name:line.
func ParseTranscript(name string, r io.Reader) ([]Entry, error) {
	var entries []Entry
	var last time.Duration
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, note, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		e, err := parseEntry(fields)
		if err == nil && e.At < last {
			err = fmt.Errorf("instant %s is before the line above", e.At)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		last = e.At
		e.Note = strings.TrimSpace(note)
		entries = append(entries, e)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return entries, nil
}

func parseEntry(fields []string) (e Entry, err error) {
	if len(fields) < 3 {
		return e, fmt.Errorf("expected a direction, an instant and bytes, as in '> 0s 50 20 FA'")
	}
	switch fields[0] {
	case ">":
		e.FromController = true
	case "<":
	default:
		return e, fmt.Errorf("direction '%s' is neither > nor <", fields[0])
	}
	if e.At, err = time.ParseDuration(fields[1]); err != nil || e.At < 0 {
		return e, fmt.Errorf("'%s' is no instant, expected one such as 12.5ms", fields[1])
	}
	if e.Bytes, err = hex.DecodeString(strings.Join(fields[2:], "")); err != nil {
		return e, fmt.Errorf("bytes '%s': %w", strings.Join(fields[2:], " "), err)
	}
	return e, nil
}
