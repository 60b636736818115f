package reports

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/payment"
)

// How many rows of traffic a page shows: of a scenario that did not pass, of one that passed, and in all.
const (
	rowsOfFinding = 400
	rowsOfPass    = 24
	rowsOfPage    = 20_000
	longestHex    = 96 // bytes shown of one frame
	longestBody   = 2_000
	cycleShown    = 32 // frames of a poll cycle
)

// row is one line of the traffic table.
type row struct {
	At    string
	Line  string
	From  string
	Hex   string
	Words []string
	Class string // "", "cycle", "bad", "http", "gap"
	at    int64
}

// traffic tells what was said on the lines, at most limit rows: where there are more, the beginning, the end and, when
// there is one, what surrounds the instant of the cause. hidden counts the others.
func traffic(s *story, t *teller, around int64, limit int) (rows []row, hidden int) {
	var heard []int
	for i := range s.records {
		switch s.records[i].Kind {
		case journal.KindFrame, journal.KindCycle, journal.KindExchange:
			heard = append(heard, i)
		}
	}
	shown := choose(s, heard, around, limit)
	last := 0
	for _, k := range shown {
		if k > last {
			rows = append(rows, row{Class: "gap", Words: []string{grouped(int64(k-last)) + " more in the journal"}})
		}
		last = k + 1
		rows = append(rows, tell(s, t, &s.records[heard[k]]))
	}
	if last < len(heard) && last > 0 {
		rows = append(rows, row{Class: "gap", Words: []string{grouped(int64(len(heard)-last)) + " more in the journal"}})
	}
	return rows, len(heard) - len(shown)
}

// choose returns the indices of heard that are shown, in order.
func choose(s *story, heard []int, around int64, limit int) (shown []int) {
	n := len(heard)
	if n <= limit {
		limit = n
	}
	head, middle, tail := limit, 0, 0
	if n > limit {
		head, tail = limit/2, limit-limit/2
		if around > 0 {
			head, tail, middle = limit/4, limit/4, limit-2*(limit/4)
		}
	}
	from := head
	if middle > 0 {
		for from < n-tail-middle && s.rel(int64(s.records[heard[from+middle/2]].At)) < around {
			from++
		}
	}
	for k := range n {
		if k < head || k >= n-tail || k >= from && k < from+middle {
			shown = append(shown, k)
		}
	}
	return shown
}

func tell(s *story, t *teller, r *journal.Record) row {
	at := s.rel(int64(r.At))
	w := row{At: stamp(at), Line: payment.Mask(r.Line), From: payment.Mask(r.From), at: at}
	switch r.Kind {
	case journal.KindExchange:
		w.Class, w.Line = "http", "http"
		var e journal.Exchange
		if json.Unmarshal(r.Data, &e) == nil {
			w.tellExchange(at, r.From, e)
		}
	case journal.KindCycle:
		w.Class = "cycle"
		w.Words = []string{fmt.Sprintf("poll cycle × %s every %s", grouped(int64(r.Count)), span(r.Every))}
		var said []string
		for i, f := range r.Cycle {
			if i == cycleShown {
				said = append(said, fmt.Sprintf("and %d more frames", len(r.Cycle)-i))
				break
			}
			b, _ := hex.DecodeString(f.Hex)
			words := t.words(r.Line, f.From, b)
			if words == "" {
				words = spaced(b)
			}
			said = append(said, fmt.Sprintf("%s +%s: %s", payment.Mask(f.From), span(f.After), words))
		}
		w.Words = append(w.Words, strings.Join(said, " · "))
	default:
		b, err := hex.DecodeString(r.Hex)
		w.Hex = spaced(b)
		if said := t.words(r.Line, r.From, b); said != "" {
			w.Words = []string{said}
		}
		if err != nil {
			w.flag("hexadecimal in the journal is damaged")
		}
		if r.Lost {
			w.flag("lost on the line")
		}
		if r.Marks != 0 {
			w.flag(marks(r.Marks))
		}
		if len(w.Words) > 0 && strings.Contains(w.Words[0], "damaged: ") {
			w.Class = "bad"
		}
	}
	return w
}

func (w *row) flag(text string) {
	w.Class = "bad"
	w.Words = append(w.Words, text)
}

func (w *row) tellExchange(at int64, from string, e journal.Exchange) {
	m := exchangeMoment(at, from, e)
	if m.class == "bad" {
		w.Class = "bad"
	}
	w.Words = []string{m.tip}
	if e.Key != "" {
		w.Words = append(w.Words, "idempotency key "+payment.Mask(e.Key))
	}
	for _, body := range []string{e.Request, e.Response} {
		if body != "" {
			w.Words = append(w.Words, cut(payment.Mask(body), longestBody))
		}
	}
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + " …"
}

func spaced(b []byte) string {
	if len(b) > longestHex {
		return fmt.Sprintf("% X … %d bytes", b[:longestHex], len(b))
	}
	return fmt.Sprintf("% X", b)
}

var markNames = []string{"parity error", "framing error", "break", "collision"}

func marks(m uint8) string {
	var said []string
	for i, n := range markNames {
		if m&(1<<i) != 0 {
			said = append(said, n)
		}
	}
	if len(said) == 0 {
		return fmt.Sprintf("mark %02Xh", m)
	}
	return strings.Join(said, ", ")
}

// stamp prints an instant in seconds to the millisecond.
func stamp(ns int64) string { return fmt.Sprintf("%d.%03d", ns/1e9, ns%1e9/1e6) }
