using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ImageResize.Testing;

/// <summary>
/// Does something as the user nobody, in a thread of its own: on Linux each thread has an identity of its own in the file
/// system (setfsuid(2)), and with a user other than root it loses root's rights there. Needs root.
/// </summary>
public static class OtherUser
{
    /// <summary>The user's number, and its group's.</summary>
    public const uint Id = 65534;

    /// <summary>Whether this process may play another user.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.UserName == "root";

    /// <summary>Does it, and waits for its end.</summary>
    public static void Do(Action action)
    {
        ExceptionDispatchInfo? fault = null;
        Thread thread = Start(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Join();
        fault?.Throw();
    }

    /// <summary>Does it beside the test; the action must end by itself and throw nothing.</summary>
    public static Thread Start(Action action)
    {
        var thread = new Thread(() =>
        {
            // The group first: afterwards there is no right to.
            SetGroup(Id);
            SetUser(Id);
            if (SetUser(Id) != Id)
                throw new InvalidOperationException("This process may not play another user.");
            action();
        });
        thread.Start();
        return thread;
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern uint SetUser(uint user);

    [DllImport("libc", EntryPoint = "setfsgid")]
    private static extern uint SetGroup(uint group);
}
