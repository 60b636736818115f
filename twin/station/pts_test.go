package station

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/pts"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

const uploadServer = "server.example"

// uploads plays one sale by somebody else's POS and one delivery, and returns what a server heard of it.
func uploads(t *testing.T, cut time.Duration) (bodies []string) {
	t.Helper()
	plan := kiosk(t)
	plan.PTS = site.PTS{Scheme: "none", Upload: "http://" + uploadServer + "/jsonPTS", InTankDeliveries: true, TankMeasurements: 4 * time.Minute,
		AlertCodes: map[string]int{"low-product": 7}}
	s, err := Build(Options{Plan: plan, Seed: 3, Outside: []forecourt.Role{POSRole}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Loop().Close()
	if s.Upload() == nil || s.Upload().Host != uploadServer {
		t.Errorf("it uploads to %v", s.Upload())
	}
	s.Loop().Serve(uploadServer, forecourt.Role{Kind: "server"}, 20*time.Millisecond, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(b))
		body, _ := pts.Decode(b)
		_, _ = w.Write(pts.Encode(pts.Body{Packets: []pts.Packet{body.Packets[0].OK()}}))
	}), nil)
	s.Loop().Go(forecourt.Role{Kind: "hand"}, "driver", func(f *loop.Fiber) {
		f.Sleep(3 * time.Second)
		ask := `{"Protocol":"jsonPTS","Packets":[{"Id":1,"Type":"PumpAuthorize","Data":{"Pump":1,"Nozzle":2,"Type":"Volume","Dose":5}}]}`
		q, _ := http.NewRequestWithContext(loop.WithFiber(t.Context(), f), http.MethodPost, "http://"+PTSHost+pts.Path, strings.NewReader(ask))
		res, err := (&loop.Transport{}).RoundTrip(q)
		must(t, err)
		if b, _ := io.ReadAll(res.Body); !strings.Contains(string(b), "Confirmation") {
			t.Errorf("the release is answered %s", b)
		}
		must(t, s.Do(forecourt.PointRole(1), forecourt.LiftNozzle{Nozzle: 2}))
		f.Sleep(3 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.Squeeze{}))
		f.Sleep(30 * time.Second)
		must(t, s.Do(forecourt.PointRole(1), forecourt.HangNozzle{}))
		if cut > 0 {
			f.Sleep(cut)
			must(t, s.PowerOff(desk.Role))
			f.Sleep(time.Second)
			must(t, s.PowerOn(desk.Role))
		}
		for _, limit := range []unit.Volume{20_000 * unit.Litre, 0} { // an alarm begins, and ends
			f.Sleep(5 * time.Second)
			must(t, s.gauge.Set(f.Now(), veeder.LowLimit, 1, veeder.Volumes{limit}))
			must(t, s.gauge.Set(f.Now(), veeder.OverfillLimit, 1, veeder.Volumes{limit / 2})) // which has no code
		}
		must(t, s.Do(tank.Role(1), tank.Deliver{Volume: 5000 * unit.Litre}))
		must(t, s.Do(GaugeRole, gauge.SetProbe{Tank: 2, Out: true}))
	})
	if err := s.Loop().Run(clock.Epoch.Add(5 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	return bodies
}

func TestAServerHearsOfSalesDeliveriesAndTanks(t *testing.T) {
	bodies := uploads(t, 0)
	count := map[string]int{}
	for _, b := range bodies {
		body, err := pts.Decode([]byte(b))
		if err != nil || pts.CheckID(body.PtsID) != nil {
			t.Fatalf("%s, %v", b, err)
		}
		p := body.Packets[0]
		count[p.Type]++
		want := ""
		switch p.Type {
		case pts.UploadPumpTransaction:
			want = `"Pump":1,"Nozzle":2,"FuelGradeId":2,"FuelGradeName":"super-95","Transaction":1,"Volume":5.00,"Price":1.859,"Amount":9.30,` +
				`"TotalVolume":5.00,"TotalAmount":9.30}`
		case pts.UploadInTankDelivery:
			want = `"AbsoluteValues":{"ProductVolume":5000.0,`
			if !strings.Contains(b, `"ProductVolume":18000.0`) || !strings.Contains(b, `"ProductVolume":23000.0`) || !strings.Contains(b, `{"Tank":1,"FuelGradeId":1,"FuelGradeName":"diesel"`) {
				t.Errorf("%s", b)
			}
		case pts.UploadAlertRecord:
			want = `"DeviceType":"Probe","DeviceNumber":1,"State":"` + []string{"", pts.AlertActive, pts.AlertInactive}[count[p.Type]] + `","Code":7}`
		case pts.UploadTankMeasurement: // tank 2 has its probe out
			want = `"Tank":1,"FuelGradeId":1,"FuelGradeName":"diesel","Status":"OK","Alarms":[`
		}
		if !strings.Contains(b, want) {
			t.Errorf("%s\nlacks %s", b, want)
		}
	}
	if fmt.Sprint(count) != "map[UploadAlertRecord:2 UploadInTankDelivery:1 UploadPumpTransaction:1 UploadTankMeasurement:1]" {
		t.Errorf("%v", count)
	}
	if again := uploads(t, 0); !slices.Equal(bodies, again) {
		t.Error("the same seed gives other bodies")
	}
}

func TestNoMomentOfAPowerCutLosesAnUpload(t *testing.T) {
	for cut := 50 * time.Millisecond; cut < 2*time.Second; cut += 50 * time.Millisecond {
		once := map[string]bool{}
		for _, b := range uploads(t, cut) {
			if strings.Contains(b, pts.UploadPumpTransaction) {
				once[b] = true
			}
		}
		if len(once) != 1 {
			t.Errorf("cut %v after the nozzle was hung: %d sales", cut, len(once))
		}
	}
}
