package station

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/site"
)

// gauged builds the kiosk with a gauge block, runs it for two minutes and returns it with its journal.
func gauged(t *testing.T, o Options, g site.Gauge) (*Station, string) {
	t.Helper()
	var out bytes.Buffer
	plan := kiosk(t)
	plan.Gauge = g
	o.Plan, o.Seed, o.Journal = plan, 4, journal.New(&out)
	s, err := Build(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Loop().Close)
	if err := s.Loop().Run(clock.Epoch.Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := o.Journal.Close(); err != nil {
		t.Fatal(err)
	}
	return s, out.String()
}

func TestNobodyReadsTheGaugeUnlessThePlanSaysSo(t *testing.T) {
	s, record := gauged(t, Options{}, site.Gauge{})
	if s.Stock() != nil || slices.Contains(s.Loop().Roles(), stock.Role) ||
		slices.Contains(s.ByteLinks(), [2]forecourt.Role{stock.Role, GaugeRole}) || strings.Contains(record, "tank-read") {
		t.Error("somebody reads it")
	}
}

func TestTheReaderReadsOurConsole(t *testing.T) {
	s, record := gauged(t, Options{}, site.Gauge{Read: true, Security: "271828"})
	v := s.Stock().View()
	if v.State != "found" || len(v.Tanks) != 2 || v.Tanks[0].Product != "diesel" || v.Counts.Damaged+v.Counts.Unanswered > 0 {
		t.Errorf("%+v", v)
	}
	if !strings.Contains(record, "tank-read") || strings.Contains(record, "271828") || strings.Contains(record, "323731383238") {
		t.Error("the journal lacks the readings, or shows the security code")
	}
	if d := s.Digests(); !strings.HasPrefix(d[len(d)-1], "gauge ") {
		t.Errorf("digests %v", d)
	}
	again, second := gauged(t, Options{}, site.Gauge{Read: true, Security: "271828"})
	if second != record || !slices.Equal(again.Digests(), s.Digests()) {
		t.Error("one seed is not one run")
	}
}

func TestAConsoleThatIsOutsideIsNotBuilt(t *testing.T) {
	outside := []forecourt.Role{GaugeRole}
	s, _ := gauged(t, Options{Outside: outside}, site.Gauge{Read: true})
	if s.Stock() != nil || slices.Contains(s.Loop().Roles(), GaugeRole) {
		t.Error("there is a reader with nothing to read, or a console")
	}
	s, _ = gauged(t, Options{Outside: outside, ReadGauge: true}, site.Gauge{})
	if s.Stock() == nil || s.Stock().View().State != "lost" || slices.Contains(s.Loop().Roles(), GaugeRole) {
		t.Error("the reader has not noticed that its line is open")
	}
}

func TestAConsoleHasOnlySoManyPorts(t *testing.T) {
	if _, err := Build(Options{Plan: kiosk(t), GaugePorts: MostGaugePorts + 1}); err == nil {
		t.Error("they were built")
	}
}
