package tap

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/hil/hiltest"
	"github.com/forecourt/forecourt/hil/port"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// TestOnAPort: a sale on a pseudo-terminal, the settings and the dialect not known, until the line hangs up; nothing is
// said on it.
func TestOnAPort(t *testing.T) {
	l := hiltest.PTY(t)
	all := sale(t, wiretest.Line{}, 0x50)
	capture := filepath.Join(t.TempDir(), "live.pcapng")
	heard := make(chan int, 1)
	go func() {
		time.Sleep(200 * time.Millisecond) // until the port is open; what comes sooner is dropped as it is set
		for _, s := range all {
			_, _ = l.Far.Write(s.chunk.Bytes)
			time.Sleep(4 * time.Millisecond)
		}
		time.Sleep(200 * time.Millisecond)
		_ = l.Far.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
		n, _ := l.Far.Read(make([]byte, 100))
		heard <- n
		_ = l.Far.Close()
	}()
	var out, warn bytes.Buffer
	err := Run(context.Background(), Config{Path: l.Path, Options: euros, PcapNG: capture, Warn: &warn}, &out)
	if !errors.Is(err, port.ErrHungUp) {
		t.Errorf("it ended with %v", err)
	}
	if n := <-heard; n != 0 {
		t.Errorf("the tap said %d bytes", n)
	}
	if !strings.Contains(warn.String(), "pseudo-terminal") {
		t.Errorf("warnings: %q", warn.String())
	}
	for _, want := range []string{"DATA", "DC2 volume 12.34 L, amount 22.20 EUR", "controller  50h POLL", "dispenser   50h EOT"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	rows, err := tshark(t, capture)
	if err != nil || strings.Count(rows, "\n") < len(all)/2 {
		t.Errorf("%v\n%s", err, rows)
	}
}

func TestTheContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
	defer cancel()
	var out bytes.Buffer
	if err := Run(ctx, Config{Path: hiltest.PTY(t).Path, Protocol: "dart"}, &out); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "dart 9600 8O1: 0 frames") && !strings.Contains(out.String(), "unknown 9600 8O1: 0 frames") {
		t.Errorf("%s", out.String())
	}
}
