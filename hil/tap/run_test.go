package tap

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

const saleCap = "../../twin/wire/dart/testdata/sale-cap.wire"

// copper is how the pump of the transcripts is set: volume 3 decimals, whole pesos.
var copper = wire.Options{VolumeDecimals: 3, Currency: "COP"}

func TestATranscriptAsText(t *testing.T) {
	var out bytes.Buffer
	if err := Run(context.Background(), Config{Path: saleCap, Protocol: "dart", Options: copper, Hex: true}, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, want := range map[int]string{
		0:  "00:00:00.000000     +0.0 ms  controller  50h DATA 1: CD1 return status   50 31 01 01 00 9E A0 03 FA",
		3:  "00:00:00.600000              -- 50h is silent: 3 questions without an answer",
		8:  "00:00:01.200000   +200.0 ms  dispenser   50h DATA F: DC3 nozzle 1 out, price 2180.000 COP/L   50 3F 03",
		15: "dart: 13 frames, 0 bad, 0 retries, 152 bytes, 0 of them received badly, longest gap 200.0 ms",
		16: "  50h       asked 7, answered 2, said 6, retries 0",
	} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d: expected %q in\n%s", i, want, out.String())
		}
	}
}

func TestATranscriptAsJSON(t *testing.T) {
	var out bytes.Buffer
	if err := Run(context.Background(), Config{Path: saleCap, Options: copper, JSON: true}, &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Frames []struct {
			At    int64  `json:"at_ns"`
			From  string `json:"from"`
			Words string `json:"words"`
			Bytes string `json:"bytes"`
		} `json:"frames"`
		Notices []struct{ Text string } `json:"notices"`
		Summary Summary                 `json:"summary"`
	}
	d := json.NewDecoder(&out)
	if err := d.Decode(&got); err != nil || d.More() {
		t.Fatal(err)
	}
	if len(got.Frames) != 13 || got.Frames[5].Bytes != "50370101061e2a03fa" || got.Frames[6].From != "dispenser" ||
		got.Frames[1].At-got.Frames[0].At != 200_000_000 {
		t.Errorf("%+v", got.Frames)
	}
	if len(got.Notices) == 0 || got.Notices[0].Text != "this is dart" || got.Summary.Protocol != "dart" || got.Summary.Frames != 13 {
		t.Errorf("%+v, %+v", got.Notices, got.Summary)
	}
}

func TestNothingAsJSON(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.wire")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Run(context.Background(), Config{Path: empty, JSON: true}, &out); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("%v: %s", err, out.String())
	}
}

func TestWhatRunRefuses(t *testing.T) {
	for want, c := range map[string]Config{
		"expected one of":     {Path: saleCap, Protocol: "dort"},
		"no such file":        {Path: "nothing.wire"},
		"capture":             {Path: saleCap, PcapNG: "/nowhere/a.pcapng"},
		"port /dev/nothing":   {Path: "/dev/nothing"},
		"tap: port /dev/null": {Path: "/dev/null", Protocol: "dart"},
	} {
		if err := Run(context.Background(), c, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected something about %q", err, want)
		}
	}
}

// shut is an output that takes nothing, as a pipe whose reader has gone.
type shut struct{}

func (shut) Write([]byte) (int, error) { return 0, os.ErrClosed }

// forever is a Source that never ends.
type forever struct{ frames []wire.Chunk }

func (f *forever) Read(context.Context) (wire.Chunk, error) {
	c := f.frames[0]
	c.First, c.Last = clock.Epoch, clock.Epoch
	return c, nil
}

func TestAnOutputThatIsGoneEndsIt(t *testing.T) {
	r := &runner{clock: clock.NewVirtual(clock.Epoch), printer: &text{out: shut{}}}
	var err error
	if r.tap, err = New(Listening{Protocol: "dart", Options: euros}, r); err != nil {
		t.Fatal(err)
	}
	if err := r.finish(r.listen(context.Background(), &forever{unhex(t, 0, poll)})); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}
