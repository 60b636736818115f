package fdc

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// pipe joins a session to its test.
type pipe struct {
	said   [][]byte
	heard  []wire.Noun
	faults []*wire.FrameError
	wakeAt clock.Instant
}

func (p *pipe) Say(_ time.Duration, b []byte) { p.said = append(p.said, b) }
func (p *pipe) WakeAt(at clock.Instant)       { p.wakeAt = at }
func (p *pipe) Heard(_ byte, n wire.Noun)     { p.heard = append(p.heard, n) }
func (p *pipe) Fault(e *wire.FrameError)      { p.faults = append(p.faults, e) }
func (p *pipe) Cycle()                        {}

func open(t testing.TB, d Dialect, end wire.End) (wire.Session, *pipe) {
	t.Helper()
	p := &pipe{wakeAt: clock.Never}
	s, err := wiretest.Watch(d).Open(end, wire.Options{}, p)
	if err != nil {
		t.Fatal(err)
	}
	s.Start(clock.Epoch)
	return s, p
}

func hear(s wire.Session, at clock.Instant, b []byte) {
	s.Hear(wire.Chunk{Bytes: b, First: at, Last: at})
}

// The samples of the sheet's sources, in our own words.
const (
	authorise = `<ServiceRequest RequestType="AuthoriseFuelPoint" ApplicationSender="POSsell1" WorkstationID="POS01" RequestID="01254"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="FDC_AuthoriseFuelPoint_Request.xsd">` +
		`<POSdata><POSTimeStamp>2009-11-20T17:30:50</POSTimeStamp><DeviceClass Type="FP" DeviceID="1"><MaxTrxAmount>50.00</MaxTrxAmount>` +
		`<MaxTrxVolume></MaxTrxVolume><FuelMode ModeNo="1"/><ReleasedProducts><Product ProductNo="1000"/><Product ProductNo="4000"/>` +
		`</ReleasedProducts><ReleaseToken>01</ReleaseToken><LockFuelSaleTrx>true</LockFuelSaleTrx></DeviceClass></POSdata></ServiceRequest>`
	stateChange = `<FDCMessage MessageType="FPStateChange" ApplicationSender="CD001" WorkstationID="CD-01" MessageID="073322"><FDCdata>` +
		`<FDCTimeStamp> 2009-11-20T17:30:50 </FDCTimeStamp><DeviceClass Type="FP" DeviceID="23" PumpNo="1"><DeviceState>FDC_READY</DeviceState>` +
		`<LockingApplicationSender> POSsell1</LockingApplicationSender><Nozzle NozzleNo="1"><LogicalNozzle>NozzleUp</LogicalNozzle>` +
		`<LogicalState>Unlocked</LogicalState><TankLogicalState>Unlocked</TankLogicalState><ErrorCode>ERRCD_OK</ErrorCode></Nozzle>` +
		`<ErrorCode>ERRCD_OK</ErrorCode></DeviceClass></FDCdata></FDCMessage>`
	fusLogOn = `<?xml version="1.0" encoding="utf-16"?><ServiceRequest xmlns:xsd="http://www.w3.org/2001/XMLSchema" RequestType="LogOn"` +
		` ApplicationSender="1" WorkstationID="HOSTNAME" RequestID="1"><POSdata><POSTimeStamp>2020-01-01T00:00:00</POSTimeStamp>` +
		`<InterfaceVersion>01.00</InterfaceVersion></POSdata></ServiceRequest>`
)

func TestTheSamplesAreRead(t *testing.T) {
	d, err := Decode([]byte(authorise))
	if err != nil {
		t.Fatal(err)
	}
	r := d.(*ServiceRequest)
	fp := r.POSdata.DeviceClass[0]
	if r.RequestType != AuthoriseFuelPoint || r.RequestID != "01254" || fp.DeviceID != "1" || Read(fp.MaxTrxAmount) != "50.00" ||
		fp.MaxTrxVolume == nil || Read(fp.MaxTrxVolume) != "" || len(fp.ReleasedProducts.Product) != 2 ||
		fp.ReleasedProducts.Product[1].Number() != "4000" || Read(fp.ReleaseToken) != "01" || Read(fp.LockFuelSaleTrx) != "true" {
		t.Errorf("%+v", r)
	}
	if d, err = Decode([]byte(stateChange)); err != nil {
		t.Fatal(err)
	}
	fp = d.(*FDCMessage).FDCdata.DeviceClass[0]
	if fp.PumpNo != "1" || Read(fp.DeviceState) != "FDC_READY" || fp.Nozzle[0].LogicalNozzle != "NozzleUp" {
		t.Errorf("%+v", fp)
	}
	if d, err = Decode([]byte(fusLogOn)); err != nil || d.(*ServiceRequest).POSdata.VersionFUS != "01.00" {
		t.Errorf("FUS's LogOn: %+v, %v", d, err)
	}
	old := strings.Replace(fusLogOn, `xmlns:xsd=`, `xmlns=`, 1) // WL declares a name space
	if d, err = Decode([]byte("\xEF\xBB\xBF" + old)); err != nil || d.(*ServiceRequest).RequestType != LogOn {
		t.Errorf("with a name space: %+v, %v", d, err)
	}
}

func TestTheHeaderIsLengthHashIDAndMD5(t *testing.T) {
	got := hex.EncodeToString(AppendFrame(nil, []byte("<a/>"), "secret"))
	// md5 of "<a/>secret", by md5sum
	if want := "000000040001" + "fe68f3b580bc1e5fb6386571322bb831" + "3c612f3e"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestSegmentsMayBeSplitAndStacked(t *testing.T) {
	one := AppendFrame(nil, []byte(authorise), "secret")
	stream := append(append(append([]byte(nil), one...), AppendFrame(nil, []byte(fusLogOn), "secret")...), one...)
	for size := 1; size < len(stream)+1; size += 97 {
		s, p := open(t, Dialect{Phrase: "secret"}, wire.Controller)
		for i := 0; i < len(stream); i += size {
			hear(s, clock.Epoch, stream[i:min(i+size, len(stream))])
		}
		if len(p.heard) != 3 || len(p.faults) != 0 {
			t.Fatalf("in segments of %d: %d documents, %v", size, len(p.heard), p.faults)
		}
	}
}

func TestAWrongHashIsRefusedAndTheNextMessageRead(t *testing.T) {
	stream := append(AppendFrame(nil, []byte(authorise), "wrong"), AppendFrame(nil, []byte(authorise), "secret")...)
	s, p := open(t, Dialect{Phrase: "secret"}, wire.Controller)
	hear(s, clock.Epoch, stream)
	if len(p.heard) != 1 || len(p.faults) != 1 || p.faults[0].Offset != 6 {
		t.Errorf("%d documents, %v", len(p.heard), p.faults)
	}
	s, p = open(t, Dialect{Phrase: "secret", Unchecked: true}, wire.Controller)
	hear(s, clock.Epoch, stream)
	if len(p.heard) != 2 {
		t.Errorf("unchecked: %d documents, %v", len(p.heard), p.faults)
	}
}

func TestAHeaderThatCannotBeOneEndsTheConnection(t *testing.T) {
	for name, b := range map[string][]byte{
		"hash id":   {0, 0, 0, 4, 0, 2, 21: 0},
		"too long":  {0xFF, 0, 0, 0, 0, 1, 21: 0},
		"no length": {0, 0, 0, 0, 0, 1, 21: 0},
		"http":      []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
	} {
		s, p := open(t, Dialect{}, wire.Controller)
		hear(s, clock.Epoch, b)
		if len(p.heard) != 1 || len(p.faults) != 1 || p.wakeAt != clock.Never {
			t.Fatalf("%s: heard %v, %v", name, p.heard, p.faults)
		}
		if _, lost := p.heard[0].(Lost); !lost {
			t.Errorf("%s: heard %v", name, p.heard[0])
		}
		hear(s, clock.Epoch, AppendFrame(nil, []byte(authorise), ""))
		if len(p.heard) != 1 || s.Do(clock.Epoch, 0, &POSMessage{}) == nil {
			t.Errorf("%s: the session goes on", name)
		}
	}
}

func TestDocumentsAreBounded(t *testing.T) {
	for name, text := range map[string]string{
		"entity":      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ServiceRequest>&x;</ServiceRequest>`,
		"bare entity": `<ServiceRequest>&x;</ServiceRequest>`,
		"depth":       strings.Repeat("<ServiceRequest>", 17) + strings.Repeat("</ServiceRequest>", 17),
		"elements":    "<ServiceRequest>" + strings.Repeat("<a/>", maxElements) + "</ServiceRequest>",
		"two":         "<POSMessage/><POSMessage/>",
		"unknown":     "<Other/>",
		"open":        "<POSMessage>",
		"crossed":     "<POSMessage><a></POSMessage></a>",
		"processing":  `<POSMessage><?php ?></POSMessage>`,
		"encoding":    `<?xml version="1.0" encoding="ebcdic"?><POSMessage/>`,
		"empty":       "",
	} {
		if d, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestEachEndSaysThatItIsThereAndGivesTheOtherUp(t *testing.T) {
	pos, out := open(t, Dialect{Sender: "1", Workstation: "TILL"}, wire.POS)
	fdc, in := open(t, Dialect{}, wire.Controller)
	at := clock.Epoch
	for range 4 { // a minute of both ends
		at = at.Add(15 * time.Second)
		pos.Wake(at)
		hear(fdc, at, out.said[len(out.said)-1])
		fdc.Wake(at)
		hear(pos, at, in.said[len(in.said)-1])
	}
	if len(in.heard) != 4 || len(out.heard) != 4 {
		t.Fatalf("heard %d and %d", len(in.heard), len(out.heard))
	}
	ready := in.heard[3].(*POSMessage)
	if ready.MessageType != POSReady || ready.ApplicationSender != "1" || ready.MessageID != "4" || ready.POSdata.POSTimeStamp != "2026-01-05T00:01:00" {
		t.Errorf("%+v", ready)
	}
	for fdcDue := in.wakeAt; fdcDue < clock.Never; fdcDue = in.wakeAt { // the POS is silent
		at = fdcDue
		fdc.Wake(at)
	}
	if lost, ok := in.heard[4].(Lost); !ok || at != clock.Epoch.Add(106*time.Second) {
		t.Errorf("%v at %v: %v", in.heard[4], at, lost)
	}
}

func TestADocumentForTheOtherEndIsRefused(t *testing.T) {
	s, p := open(t, Dialect{}, wire.Controller)
	hear(s, clock.Epoch, AppendFrame(nil, []byte(stateChange), ""))
	if len(p.heard) != 0 || len(p.faults) != 1 {
		t.Errorf("heard %v, %v", p.heard, p.faults)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	sent := &ServiceResponse{
		RequestType: GetFPState, ApplicationSender: `<&">`, WorkstationID: "", RequestID: "7", OverallResult: Success,
		FDCdata: FDCData{FDCTimeStamp: "2026-01-05T00:00:00", ErrorCode: OK, DeviceClass: []DeviceClass{{
			Type: "FP", DeviceID: "1", DeviceState: Text("FDC_READY"), LockingApplicationSender: Text(""),
			Nozzle: []Nozzle{{NozzleNo: "1", LogicalNozzle: "NozzleUp"}},
		}}},
	}
	b, err := Encode(sent)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`WorkstationID=""`, `<LockingApplicationSender></LockingApplicationSender>`, `OverallResult="Success"`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("%s lacks %s", b, want)
		}
	}
	if bytes.Contains(b, []byte("Amount")) || bytes.Contains(b, []byte("xmlns")) || bytes.Contains(b, []byte("FuelProducts")) {
		t.Errorf("%s has what it should not", b)
	}
	d, err := Decode(b)
	if err != nil || d.(*ServiceResponse).ApplicationSender != `<&">` {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestDescribe(t *testing.T) {
	b := AppendFrame(nil, []byte(authorise), "secret")
	words, err := Dialect{}.Describe(wire.FromController, b, wire.Options{})
	if err != nil || words != "AuthoriseFuelPoint request 01254 of POSsell1@POS01, FP 1 at most 50.00" {
		t.Errorf("%q, %v", words, err)
	}
	for _, bad := range [][]byte{b[:30], {}, AppendFrame(nil, []byte("<x"), "")} {
		if _, err := (Dialect{}).Describe(wire.FromController, bad, wire.Options{}); err == nil {
			t.Errorf("% X was described", bad)
		}
	}
	if n := len(Dialect{}.Messages()); n != 2*len(RequestTypes)+4 {
		t.Errorf("%d messages", n)
	}
	for _, m := range (Dialect{}).Messages() {
		if m.Meaning == "" {
			t.Errorf("%s has no meaning", m.Name)
		}
	}
}

func BenchmarkReader(b *testing.B) {
	stream := bytes.Repeat(AppendFrame(nil, []byte(authorise), "secret"), 10)
	r := Reader{Phrase: "secret"}
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		r.Feed(stream)
		for n := 0; ; n++ {
			if _, ok, err := r.Next(); err != nil || !ok && n != 10 {
				b.Fatal(n, err)
			} else if !ok {
				break
			}
		}
	}
}

func ExampleDialect_Describe() {
	b := AppendFrame(nil, []byte(stateChange), "a secret of the site")
	words, err := Dialect{}.Describe(wire.FromDispenser, b, wire.Options{})
	fmt.Println(words, err)
	// Output: FPStateChange of CD001@CD-01, FP 23 FDC_READY <nil>
}
