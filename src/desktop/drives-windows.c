/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* A hard disk in a USB case is a fixed drive to Windows, and is told by its bus. */

#include <kigen/base/wide.h>
#include <kigen/desktop/drives.h>

#include <windows.h>
#include <winioctl.h>

static gboolean
is_on_usb (char letter)
{
  const wchar_t name[] = { L'\\', L'\\', L'.', L'\\', (wchar_t)letter, L':', L'\0' };
  STORAGE_PROPERTY_QUERY query = { .PropertyId = StorageDeviceProperty, .QueryType = PropertyStandardQuery };
  STORAGE_DEVICE_DESCRIPTOR about = { .BusType = BusTypeUnknown };
  DWORD size;
  /* Without any right to it: that is enough to ask. */
  HANDLE drive = CreateFileW (name, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
  if (drive == INVALID_HANDLE_VALUE)
    return FALSE;
  gboolean answered = DeviceIoControl (drive, IOCTL_STORAGE_QUERY_PROPERTY, &query, sizeof query, &about,
                                       sizeof about, &size, NULL);
  CloseHandle (drive);
  return answered && about.BusType == BusTypeUsb;
}

static gboolean
can_be_taken_away (char letter, const wchar_t *root)
{
  UINT type = GetDriveTypeW (root);
  return type == DRIVE_REMOVABLE || (type == DRIVE_FIXED && is_on_usb (letter));
}

/* NULL for one that is empty, or cannot be written to. */
static KigenDrive *
look_at (char letter)
{
  const wchar_t root[] = { (wchar_t)letter, L':', L'\\', L'\0' };
  wchar_t label[MAX_PATH + 1] = L"";
  DWORD flags = 0;
  if (!can_be_taken_away (letter, root)
      || !GetVolumeInformationW (root, label, G_N_ELEMENTS (label), NULL, NULL, &flags, NULL, 0)
      || (flags & FILE_READ_ONLY_VOLUME) != 0)
    return NULL;
  g_autofree char *name = kigen_wide_to_utf8 (label);
  KigenDrive *drive = g_new0 (KigenDrive, 1);
  drive->path = g_strdup_printf ("%c:\\", letter);
  drive->name = *name != '\0' ? g_strdup_printf ("%s (%c:)", name, letter) : g_strdup_printf ("%c:", letter);
  return drive;
}

GPtrArray *
kigen_drive_list (void)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_drive_free);
  DWORD letters = GetLogicalDrives ();
  DWORD mode;
  /* An empty card reader must not ask for a card. */
  SetThreadErrorMode (SEM_FAILCRITICALERRORS, &mode);
  for (char letter = 'A'; letter <= 'Z'; letter++) {
    KigenDrive *drive = (letters & (1u << (letter - 'A'))) != 0 ? look_at (letter) : NULL;
    if (drive != NULL)
      g_ptr_array_add (drives, drive);
  }
  SetThreadErrorMode (mode, NULL);
  return drives;
}
