package tap

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// printer is a Teller that writes for people or for programs.
type printer interface {
	Teller
	// Err is the first error of any write.
	Err() error
	// Finish writes the summary and returns Err.
	Finish(s Summary) error
}

// text prints a line for each frame.
type text struct {
	out     io.Writer
	showHex bool
	err     error
}

func (p *text) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format, args...)
	}
}

// Frame implements Teller.
func (p *text) Frame(f *Frame) {
	from := string(f.From)
	if from == "" {
		from = "?"
	}
	words := f.Words
	if f.Fault != "" {
		words = fmt.Sprintf("BAD %s (%s)", shortened(f.Bytes), f.Fault)
	} else if p.showHex {
		words += "   " + shortened(f.Bytes)
	}
	switch {
	case f.Retry > 0:
		words += fmt.Sprintf("   retry %d", f.Retry)
	case f.IsAgain:
		words += "   again"
	}
	p.printf("%s %11s  %-10s  %s\n", instant(f.At), "+"+gap(f.Gap), from, words)
}

// Notice implements Teller.
func (p *text) Notice(at clock.Instant, text string) {
	p.printf("%s %11s  -- %s\n", instant(at), "", text)
}

// Err implements printer.
func (p *text) Err() error { return p.err }

// Finish implements printer.
func (p *text) Finish(s Summary) error {
	what := s.Protocol
	if what == "" {
		what = "unknown"
	}
	if s.Settings != "" {
		what += " " + s.Settings
	}
	p.printf("%s: %d frames, %d bad, %d retries, %d bytes, %d of them received badly, longest gap %s\n",
		what, s.Frames, s.Bad, s.Retries, s.Bytes, s.Marked, gap(s.LongestGap))
	for _, a := range s.Addresses {
		words := ""
		if a.Answered == 0 && a.Unanswered > 0 {
			words = "   never answered"
		} else if a.IsSilent {
			words = "   silent"
		}
		p.printf("  %-8s  asked %d, answered %d, said %d, retries %d%s\n", name(&a), a.Asked, a.Answered, a.Said, a.Retries, words)
	}
	return p.err
}

func instant(at clock.Instant) string { return at.Time().Format("15:04:05.000000") }

func gap(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// shortened prints bytes, the middle of many left out.
func shortened(b []byte) string {
	const most = 64
	if len(b) <= most {
		return fmt.Sprintf("% X", b)
	}
	return fmt.Sprintf("% X ... % X, %d bytes", b[:most-8], b[len(b)-8:], len(b))
}

// object prints one JSON object, frame by frame as they come.
type object struct {
	out     io.Writer
	notices []jsonNotice
	dropped int
	frames  int
	err     error
}

type jsonFrame struct {
	At      int64    `json:"at_ns"`
	Until   int64    `json:"until_ns"`
	Gap     int64    `json:"gap_ns"`
	From    string   `json:"from,omitempty"`
	Address string   `json:"address,omitempty"`
	Words   string   `json:"words,omitempty"`
	Fault   string   `json:"fault,omitempty"`
	Marks   []string `json:"marks,omitempty"`
	Retry   int      `json:"retry,omitempty"`
	IsAgain bool     `json:"again,omitempty"`
	Bytes   string   `json:"bytes"`
}

type jsonNotice struct {
	At   int64  `json:"at_ns"`
	Text string `json:"text"`
}

const maxNotices = 1000

func (p *object) write(text string, v any) {
	var b []byte
	if p.err == nil {
		b, p.err = json.Marshal(v)
	}
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, "%s%s", text, b)
	}
}

// Frame implements Teller.
func (p *object) Frame(f *Frame) {
	before := ",\n"
	if p.frames == 0 {
		before = "{\"frames\":[\n"
	}
	p.frames++
	p.write(before, jsonFrame{
		At: int64(f.At), Until: int64(f.Until), Gap: int64(f.Gap), From: string(f.From), Address: f.Address, Words: f.Words,
		Fault: f.Fault, Marks: markWords(f.Marks), Retry: f.Retry, IsAgain: f.IsAgain, Bytes: hex.EncodeToString(f.Bytes),
	})
}

// Notice implements Teller.
func (p *object) Notice(at clock.Instant, text string) {
	if len(p.notices) == maxNotices {
		p.dropped++
		return
	}
	p.notices = append(p.notices, jsonNotice{int64(at), text})
}

// Err implements printer.
func (p *object) Err() error { return p.err }

// Finish implements printer.
func (p *object) Finish(s Summary) error {
	before := "],\n\"notices\":"
	if p.frames == 0 {
		before = "{\"frames\":[" + before
	}
	if p.notices == nil {
		p.notices = []jsonNotice{}
	}
	p.write(before, p.notices)
	p.write(",\n\"notices_left_out\":", p.dropped)
	p.write(",\n\"summary\":", s)
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.out, "}")
	}
	return p.err
}
