package live

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/recording"
)

func TestWhateverEntersIsPlayedToTheSameDigests(t *testing.T) {
	file := recorded(t, mostly)
	got, err := replayed(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got.Lines {
		if d := l.Differs; d != nil {
			t.Errorf("%s differs at check %d: %+v", l.Line, d.Check, d.Where)
		}
	}
	if !got.Same() || !got.Stopped || got.Inputs < 100 || len(got.Lines) < 7 || len(got.Lost) > 0 || got.Unchecked != 0 {
		t.Errorf("%+v", got)
	}
	for _, kind := range []string{"heard", "arrived", "opened", "closed", "asked", "gave-up", "stopped", "said", "frame", "event"} {
		if !strings.Contains(file, `"kind":"`+kind+`"`) {
			t.Errorf("the recording has no %s", kind)
		}
	}
	again, err := replayed(file)
	if err != nil || fmt.Sprint(again.Lines) != fmt.Sprint(got.Lines) {
		t.Errorf("a second replay finds %v, the first %v, %v", again, got, err)
	}
}

func TestAChangedInputIsFoundOut(t *testing.T) {
	file := recorded(t, func(t *testing.T, all []Endpoint) {
		c := dial(t, all)
		for range 20 {
			if _, err := io.WriteString(c, "abc"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Millisecond)
		}
		time.Sleep(100 * time.Millisecond) // the bus takes its time
	})
	at := strings.Index(file, `"door":"bus 1","hex":"`) + len(`"door":"bus 1","hex":"`)
	changed := file[:at+1] + string(file[at+1]^1) + file[at+2:]
	got, err := replayed(changed)
	if err != nil {
		t.Fatal(err)
	}
	if got.Same() {
		t.Fatal("it is the same")
	}
	for _, l := range got.Lines {
		switch l.Line {
		case "inputs", "bus 1", "events":
			if l.Differs == nil || l.Recorded == l.Replayed {
				t.Errorf("%s is the same", l.Line)
			}
		}
		if l.Line == "bus 1" && (l.Differs.Where == nil || l.Differs.Where.Recorded == l.Differs.Where.Replayed) {
			t.Errorf("the first frame that differs is %+v", l.Differs.Where)
		}
	}
}

func TestARecordingThatBreaksOffProvesWhatComesBefore(t *testing.T) {
	file := recorded(t, mostly)
	lines := strings.SplitAfter(file, "\n")
	if got, err := replayed(file[:len(file)-5]); err != nil || got.Stopped || !got.Truncated || !got.Same() || got.Unchecked == 0 && got.Checks == 0 {
		t.Errorf("without its end: %+v, %v", got, err)
	}
	for n := 1; n < len(lines); n += len(lines)/20 + 1 {
		got, err := replayed(strings.Join(lines[:n], ""))
		if err != nil || !got.Same() || got.Stopped {
			t.Errorf("%d of %d lines: %+v, %v", n, len(lines), got, err)
		}
	}
}

func TestADoorThatIsNotThereIsSaidWithItsLine(t *testing.T) {
	file := recorded(t, func(t *testing.T, all []Endpoint) { _ = get(t, address(t, all, "gateway", "http")) })
	changed := strings.Replace(file, `"door":"web http"`, `"door":"bus 7"`, 1)
	var where *recording.Error
	if _, err := replayed(changed); changed == file || !errors.As(err, &where) || where.Line < 2 || !strings.Contains(err.Error(), "no door 'bus 7'") {
		t.Errorf("%v", err)
	}
}

func TestAReplayIsHaltedFromOutside(t *testing.T) {
	file := recorded(t, func(t *testing.T, all []Endpoint) { _ = get(t, address(t, all, "gateway", "http")) })
	r, err := recording.NewReader(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	s := NewScript(r)
	l, o := recordable(r.Header.Start, s, s.Journal(), nil)
	s.Halt()
	if got, err := s.Play(l, o); err != nil || got.Inputs != 0 || got.Stopped {
		t.Errorf("%+v, %v", got, err)
	}
}
