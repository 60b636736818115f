package recording

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
)

// sample is a small whole recording: a connection that says a number in two pieces, a check, the end.
func sample(t testing.TB) string {
	pan := number(t, "visa-credit")
	var s Stream
	var b bytes.Buffer
	b.Write(Line(Header{Format: Format, Build: "test", Seed: "0x5", Start: clock.Epoch, PlanFile: "x.yaml", Plan: "site: x\n", Customers: "none"}))
	b.Write(Line(Input{Kind: Opened, At: clock.Epoch + 1, Seq: 1, Turn: true, Door: "d", Conn: 1}))
	for i, piece := range []string{"a" + pan[:5], pan[5:] + "b"} {
		p, rests := s.Next(uint64(i)+2, []byte(piece))
		b.Write(Line(Input{Kind: Heard, At: clock.Epoch + 2 + clock.Instant(i), Seq: uint64(i) + 2, Turn: true, Door: "d", Conn: 1, Payload: p}))
		for _, r := range rests {
			b.Write(Line(r))
		}
	}
	b.Write(Line(Output{Kind: Said, At: clock.Epoch + 3, Door: "d", Conn: 1, Payload: HideText([]byte("ok"), nil)}))
	b.WriteString(`{"at":1767571200000000003,"kind":"frame","line":"bus 1","from":"controller","hex":"5020fa"}` + "\n")
	b.Write(Line(Check{Kind: Checked, At: clock.Epoch + 9, Turn: true, Digests: []Digest{{"bus 1", Sum(7)}}}))
	b.Write(Line(Check{Kind: Ended, At: clock.Epoch + 10, Digests: []Digest{{"bus 1", Sum(7)}}}))
	return b.String()
}

func readAll(file string) (items []*Item, r *Reader, err error) {
	if r, err = NewReader(strings.NewReader(file)); err != nil {
		return nil, nil, err
	}
	for {
		it, err := r.Next()
		if errors.Is(err, io.EOF) {
			return items, r, nil
		}
		if err != nil {
			return items, r, err
		}
		items = append(items, it)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	items, r, err := readAll(sample(t))
	if err != nil || len(items) != 7 || r.Truncated {
		t.Fatalf("%d items, truncated %v, %v", len(items), r.Truncated, err)
	}
	pan := number(t, "visa-credit")
	if got := string(items[1].Raw) + string(items[2].Raw); got != "a"+pan+"b" {
		t.Errorf("the pieces are %q", got)
	}
	if seed, _ := r.Header.SeedValue(); seed != 5 || items[5].Check == nil || items[6].Check.Kind != Ended || items[4].Record == nil {
		t.Errorf("seed %d, %+v", seed, items)
	}
}

func TestAFileThatBreaksOffIsReadAsFarAsItGoes(t *testing.T) {
	whole := sample(t)
	first := strings.Index(whole, "\n") + 1
	for n := first; n < len(whole); n++ {
		_, r, err := readAll(whole[:n])
		if err != nil {
			t.Fatalf("cut off after %d bytes: %v", n, err)
		}
		if midst := whole[n-1] != '\n'; midst && !r.Truncated {
			t.Fatalf("cut off after %d bytes, in the midst of a line, and it is not said", n)
		}
	}
	lines := strings.SplitAfter(whole, "\n")
	items, r, err := readAll(strings.Join(lines[:3], "")) // the rest of the third never comes
	if err != nil || len(items) != 1 || !r.Truncated {
		t.Errorf("%d items, truncated %v, %v", len(items), r.Truncated, err)
	}
}

func TestEveryChangedInputShowsInItsDigest(t *testing.T) {
	whole := sample(t)
	items, _, err := readAll(whole)
	if err != nil {
		t.Fatal(err)
	}
	want := items[5].Inputs
	at := strings.Index(whole, `"text":"a"`) + 8
	changed := whole[:at] + "c" + whole[at+1:]
	items, _, err = readAll(changed)
	if err != nil || items[5].Inputs == want || string(items[1].Raw[:1]) != "c" {
		t.Fatalf("%v, digest %x before and after", err, want)
	}
}

func TestWhatIsWrongIsSaidWithItsLine(t *testing.T) {
	whole := sample(t)
	lines := strings.SplitAfter(whole, "\n")
	replace := func(i int, old, now string) string {
		changed := append([]string(nil), lines...)
		if changed[i] = strings.Replace(lines[i], old, now, 1); changed[i] == lines[i] {
			t.Fatalf("line %d has no %s", i+1, old)
		}
		return strings.Join(changed, "")
	}
	for name, c := range map[string]struct{ file, want string }{
		"empty":        {"", "line 0: this is no recording"},
		"other":        {"hello\nworld\n", "line 1: this is no recording"},
		"json":         {"{}\n", "line 1: this is no recording"},
		"format":       {replace(0, `recording":1`, `recording":2`), "line 1: the recording is of format 2"},
		"seed":         {replace(0, `"0x5"`, `"five"`), "line 1: 'five' is no seed"},
		"start":        {replace(0, `"start":1767571200000000000`, `"start":0`), "line 1: a station cannot start at 0"},
		"unknown key":  {replace(1, `"conn":1`, `"con":1`), "line 2: json: unknown field"},
		"kind":         {replace(1, `"opened"`, `"open"`), "line 2: there is no kind 'open'"},
		"number":       {replace(1, `"seq":1`, `"seq":4`), "line 2: input 4 follows input 0"},
		"time":         {replace(3, `000000003`, `000000001`), "line 4: the time goes from"},
		"token":        {replace(3, `"len":11`, `"len":12`), "line 4: the token of card 'visa-credit' at 0 does not stand on its mask"},
		"card":         {replace(3, `visa-credit`, `visa-credit-x`), "line 4: there is no test card"},
		"rest of none": {replace(4, `"seq":2`, `"seq":3`), "line 5: a rest of input 3"},
		"rest":         {replace(2, `"held":5`, `"held":6`), "line 5: input 2 holds 6 bytes back, its rest has 5"},
		"no digests":   {replace(7, `[{"line":"bus 1","digest":"0000000000000007"}]`, `[]`), "line 8: a check of 0 digests"},
		"two objects":  {replace(7, "\n", "{}\n"), "line 8: invalid character"},
		"cycles":       {replace(6, `"hex":"5020fa"`, `"count":1000000000`), "line 7: 1000000000 cycles"},
	} {
		_, _, err := readAll(c.file)
		var where *Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	long := lines[0] + `{"kind":"heard","text":"` + strings.Repeat("x", longestLine) + "\"}\n"
	if _, _, err := readAll(long); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("a line that is too long: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	whole := sample(f)
	f.Add([]byte(whole))
	f.Add([]byte(whole[:len(whole)/2]))
	f.Add([]byte("{\"forecourt-recording\":1,\"seed\":\"1\",\"start\":1}\n{\"kind\":\"rest\",\"seq\":1}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		items, _, err := readAll(string(b))
		var where *Error
		if err != nil && !errors.As(err, &where) {
			t.Fatalf("an error with no place: %v", err)
		}
		for _, it := range items {
			if it.Input != nil && (it.Input.Held != 0 || len(it.Raw) > len(b)*2) {
				t.Fatalf("input %d has %d bytes of a file of %d", it.Input.Seq, len(it.Raw), len(b))
			}
			if it.Input != nil && it.Input.Kind == Asked {
				_, _, _ = DecodeRequest(it.Raw)
			}
		}
	})
}
