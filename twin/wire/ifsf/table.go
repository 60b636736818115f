package ifsf

// form says how the value of a Data_Id is written in words.
type form uint8

const (
	asHex     form = iota
	asByte         // one or two bytes
	asNumber       // bin8 and BCD
	asDigits       // BCD
	asState        // FP_State
	asNozzles      // a bit for each nozzle
	asNode         // subnet and node
	asText
	asSaleState
	asError
)

// field is one Data_Id of one database (section 3.4 of the fact sheet; sizes of identification and layout are not known).
type field struct {
	place      place
	id         byte
	name       string
	form       form
	confidence byte
}

var fields = []field{
	{atService, 1, "Protocol_Version", asHex, 'A'},
	{atService, idLocalNode, "Local_Node_Address", asNode, 'A'},
	{atService, idRecipients, "Recipient_Addr_Table", asHex, 'A'},
	{atService, idInterval, "Heartbeat_Interval", asByte, 'A'},
	{atService, idAddNode, "Add_Recipient_Addr", asNode, 'A'},
	{atService, idRemoveNode, "Remove_Recipient_Addr", asNode, 'A'},

	{atCalculator, idNbProducts, "Nb_Products", asByte, 'A'},
	{atCalculator, idNbModes, "Nb_Fuelling_Modes", asByte, 'A'},
	{atCalculator, idNbMeters, "Nb_Meters", asByte, 'B'},
	{atCalculator, idNbPoints, "Nb_FP", asByte, 'A'},
	{atCalculator, 6, "Country_Code", asHex, 'B'},
	{atCalculator, 7, "Blend_Tolerance", asHex, 'B'},
	{atCalculator, idDisplayMode, "Clear_Display_Mode", asByte, 'B'},
	{atCalculator, idAuthMode, "Auth_State_Mode", asByte, 'A'},
	{atCalculator, idStandAlone, "Stand_Alone_Auth", asByte, 'A'},
	{atCalculator, idMaxAuthTime, "Max_Auth_Time", asByte, 'B'},
	{atCalculator, 21, "Max_Time_W/O_Prog", asByte, 'B'},
	{atCalculator, 22, "Min_Fuelling_Vol", asHex, 'B'},
	{atCalculator, 23, "Min_Display_Vol", asHex, 'B'},
	{atCalculator, 24, "Min_Guard_Time", asByte, 'B'},
	{atCalculator, 26, "Pulser_Err_Tolerance", asByte, 'B'},

	{atPoint, idName, "FP_Name", asText, 'B'},
	{atPoint, idDepth, "Nb_Tran_Buffer_Not_Paid", asByte, 'A'},
	{atPoint, idHistoric, "Nb_Of_Historic_Trans", asByte, 'B'},
	{atPoint, idNozzles, "Nb_Logical_Nozzle", asByte, 'A'},
	{atPoint, idDefaultMode, "Default_Fuelling_Mode", asByte, 'B'},
	{atPoint, idState, "FP_State", asState, 'A'},
	{atPoint, idNozzleState, "Log_Noz_State", asNozzles, 'A'},
	{atPoint, idAssigned, "Assign_Contr_Id", asNode, 'A'},
	{atPoint, idReleaseMode, "Release_Mode", asByte, 'B'},
	{atPoint, idZeroMode, "ZeroTR_Mode", asByte, 'B'},
	{atPoint, idNozzleMask, "Log_Noz_Mask", asNozzles, 'A'},
	{atPoint, idConfigLock, "Config_Lock", asNode, 'B'},
	{atPoint, idAmountPreset, "Remote_Amount_Prepay", asNumber, 'B'},
	{atPoint, idVolumePreset, "Remote_Volume_Preset", asNumber, 'B'},
	{atPoint, idCurrentSeq, "Current_TR_Seq_Nb", asDigits, 'B'},
	{atPoint, idReleaser, "Release_Contr_Id", asNode, 'A'},
	{atPoint, idSuspender, "Suspend_Contr_Id", asNode, 'B'},
	{atPoint, idReleaseToken, "Release_Token", asByte, 'B'},
	{atPoint, idFuellingMode, "Fuelling_Mode", asByte, 'A'},
	{atPoint, idCurrentAmount, "Current_Amount", asNumber, 'B'},
	{atPoint, idCurrentVolume, "Current_Volume", asNumber, 'B'},
	{atPoint, idCurrentPrice, "Current_Unit_Price", asNumber, 'B'},
	{atPoint, idCurrentNozzle, "Current_Log_Noz", asByte, 'B'},
	{atPoint, idCurrentProduct, "Current_Prod_Nb", asDigits, 'B'},
	{atPoint, idCurrentError, "Current_TR_Error_Code", asByte, 'B'},
	{atPoint, idLastSeq, "Transaction_Sequence_Nb", asDigits, 'B'},
	{atPoint, 51, "Local_Vol_Preset", asNumber, 'B'},
	{atPoint, 52, "Local_Amount_Prepay", asNumber, 'B'},
	{atPoint, idFrequency, "Running_Transaction_Message_Frequency", asDigits, 'A'},
	{atPoint, idOpen, "Open_FP", asHex, 'A'},
	{atPoint, idClose, "Close_FP", asHex, 'A'},
	{atPoint, idRelease, "Release_FP", asHex, 'A'},
	{atPoint, idTerminate, "Terminate_FP", asHex, 'B'},
	{atPoint, idSuspend, "Suspend_FP", asHex, 'B'},
	{atPoint, idResume, "Resume_FP", asHex, 'B'},
	{atPoint, idClearDisplay, "Clear_Display", asHex, 'B'},
	{atPoint, idLeak, "Leak_Command", asHex, 'B'},
	{atPoint, idAlarmMessage, "FP_Alarm", asHex, 'B'},
	{atPoint, idStatusMessage, "FP_Status_Message", asHex, 'B'},
	{atPoint, idMultipleMessage, "FP_Multi_Nozzle_Status_Message", asHex, 'B'},
	{atPoint, idRunningMessage, "FP_Running_Transaction_Message", asHex, 'B'},

	{atNozzle, idProduct, "PR_Id", asByte, 'A'},
	{atNozzle, 3, "Hose_Expansion_Vol", asHex, 'B'},
	{atNozzle, 4, "Slow_Flow_Valve_Activ", asHex, 'B'},
	{atNozzle, idPhysical, "Physical_Noz_Id", asByte, 'A'},
	{atNozzle, idMeter1, "Meter_1_Id", asByte, 'B'},
	{atNozzle, 8, "Meter_1_Blend_Ratio", asByte, 'B'},
	{atNozzle, 9, "Meter_2_Id", asByte, 'B'},
	{atNozzle, 10, "Logical_Nozzle_Type", asByte, 'B'},
	{atNozzle, 11, "Preset_Valve_Activation", asHex, 'B'},
	{atNozzle, idVolumeTotal, "Log_Noz_Vol_Total", asNumber, 'B'},
	{atNozzle, idAmountTotal, "Log_Noz_Amount_Total", asNumber, 'B'},
	{atNozzle, idSalesTotal, "No_TR_Total", asNumber, 'B'},

	{atProduct, idProductNumber, "Prod_Nb", asDigits, 'B'},
	{atProduct, idDescription, "Prod_Description", asText, 'B'},
	{atMode, idModeName, "Fuelling_Mode_Name", asText, 'B'},
	{atMode, idPrice, "Prod_Price", asNumber, 'A'},
	{atMode, 3, "Max_Vol", asNumber, 'B'},
	{atMode, 4, "Max_Fill_Time", asByte, 'B'},
	{atMode, 5, "Max_Auth_Time", asByte, 'B'},
	{atMeter, 2, "Pulse_Volume_Factor", asHex, 'B'},
	{atMeter, 3, "Calibration_Factor", asHex, 'B'},
	{atMeter, 4, "PR_Id", asByte, 'B'},
	{atMeter, 20, "Meter_Total", asNumber, 'B'},

	{atTransaction, idSeq, "TR_Seq_Nb", asDigits, 'A'},
	{atTransaction, idSaleOwner, "TR_Contr_Id", asNode, 'B'},
	{atTransaction, idSaleToken, "TR_Release_Token", asByte, 'B'},
	{atTransaction, idSaleMode, "TR_Fuelling_Mode", asByte, 'B'},
	{atTransaction, idSaleAmount, "TR_Amount", asNumber, 'A'},
	{atTransaction, idSaleVolume, "TR_Volume", asNumber, 'A'},
	{atTransaction, idSalePrice, "TR_Unit_Price", asNumber, 'A'},
	{atTransaction, idSaleNozzle, "TR_Log_Noz", asByte, 'A'},
	{atTransaction, 9, "Price_Set_Nb", asHex, 'B'},
	{atTransaction, idSaleProduct, "TR_Prod_Nb", asDigits, 'B'},
	{atTransaction, idSaleError, "TR_Error_Code", asByte, 'B'},
	{atTransaction, idSaleWarmth, "TR_Average_Temp", asNumber, 'B'},
	{atTransaction, 14, "TR_Security_Chksum", asHex, 'B'},
	{atTransaction, idHolder, "TR_Buff_Contr_Id", asNode, 'B'},
	{atTransaction, idSaleState, "Trans_State", asSaleState, 'A'},
	{atTransaction, idClearSale, "Clear_Transaction", asHex, 'A'},
	{atTransaction, idLockSale, "Lock_Transaction", asHex, 'B'},
	{atTransaction, idUnlockSale, "Unlock_Transaction", asHex, 'B'},
	{atTransaction, idBuffMessage, "TR_Buff_States_Message", asHex, 'B'},

	{atError, idErrorType, "FP_Error_Type", asError, 'B'},
	{atError, idErrorText, "FP_Err_Description", asText, 'B'},
	{atError, idErrorCount, "FP_Error_Total", asByte, 'B'},
	{atError, idErrorPointState, "FP_Error_State", asState, 'B'},
	{atError, idErrorTypeMessage, "FP_Error_Type_Mes", asHex, 'B'},
}

// at finds a Data_Id.
func (p place) at(id byte) (field, bool) {
	for _, f := range fields {
		if f.place == p && f.id == id {
			return f, true
		}
	}
	return field{}, false
}

var placeCodes = [...]string{
	atService: "COM_SV", atCalculator: "C", atPoint: "FP", atNozzle: "LN", atTransaction: "TR", atError: "ER",
	atProduct: "PR", atMode: "FM", atMeter: "M",
}
